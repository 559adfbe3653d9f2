using Lathe.Tensors;

namespace Lathe.Training.Data.Tables;

/// <summary>Tables of numbers with a label column: samples [F], standardised by the training rows.</summary>
public static class CsvFile
{
    /// <summary>Opens a table.</summary>
    /// <exception cref="InvalidInputException">The file is damaged or its columns do not fit the options.</exception>
    public static Dataset Open(string path, RandomKey key, CsvOptions? options = null, string? name = null)
    {
        options ??= new CsvOptions();
        CsvTable table = CsvTable.Read(path, options);
        CsvTable? test = options.TestFile is null ? null : CsvTable.Read(options.TestFile, options);
        int label = table.Column(options.Label ?? $"{table.Header.Length - 1}");
        int[] ignored = [label, .. options.Ignore.Select(table.Column)];
        int[] features = [.. Enumerable.Range(0, table.Header.Length).Except(ignored)];
        if (features.Length == 0 || (test is not null && test.Header.Length != table.Header.Length))
        {
            throw new InvalidInputException($"'{path}' has {table.Header.Length} columns, {features.Length} of them features{(test is null ? "" : $", and '{test.Path}' {test.Header.Length} columns")}. At least one feature, and the same columns in both, are needed.");
        }

        LabelNames? names = options.Regression ? null : new LabelNames(table.Rows.Select(r => r.Fields[label]), path);
        var shape = new Shape(features.Length);
        var grouping = new Grouping(features.Length, 1);
        name ??= Path.GetFileName(path);
        options.Limits.CheckBytes(path, 4L * table.Rows.Count * features.Length);
        FloatTable rows = Rows(table, features, label, names);
        int classes = names?.Names.Count ?? 0;
        Dataset data = test is null
            ? FloatDataset.Create(name, shape, rows, key, classes, grouping)
            : FloatDataset.Create(name, shape, rows, Rows(test, features, label, names), key, classes, grouping);
        return data with { ClassNames = names?.Names ?? [] };
    }

    private static FloatTable Rows(CsvTable table, int[] features, int label, LabelNames? names)
    {
        float[] values = new float[table.Rows.Count * features.Length];
        for (int r = 0; r < table.Rows.Count; r++)
        {
            for (int f = 0; f < features.Length; f++)
            {
                values[(r * features.Length) + f] = table.Number(r, features[f]);
            }
        }

        return names is null
            ? new FloatTable(values, []) { Targets = [.. Enumerable.Range(0, table.Rows.Count).Select(r => table.Number(r, label))] }
            : new FloatTable(values, [.. table.Rows.Select(r => names.Of(r.Fields[label], table.Path, r.Line))]);
    }
}
