using Lathe.Compression.Bundles.Tensors;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Bundles.Compress;

/// <summary>Writes the network as a <c>.lathe</c> file beside the others, every tensor in its shortest lossless code, and reports what each takes.</summary>
public sealed class BundleWriter : Technique<BundleOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("compress", "bundle")
    {
        Summary = "Code every tensor losslessly by what its weights show (zeros, shared values, codes) into one small file.",
        Paper = "Han et al. 2016, Deep Compression, arXiv:1510.00149; Duda 2009, arXiv:0902.0271",
        Page = "bundle.md",
        Keeps = WeightForms.All,
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(BundleOptions options) =>
        options.File is { } file && (file.Length == 0 || file != Path.GetFileName(file)) ? [$"file '{file}' is not a plain file name"] : [];

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, BundleOptions options)
    {
        ModelGraph graph = model.Coded ?? model.Graph;
        byte[] bytes = Bundle.ToBytes(graph);
        string name = options.File ?? FileName(graph.Name);
        context.WriteFile(name, bytes);
        context.Report(Table(bytes));
        context.Say($"{name}: {bytes.Length:N0} bytes for {graph.ParameterBytes:N0} bytes of parameters, {(double)graph.ParameterBytes / bytes.Length:0.0} times smaller");
        return model;
    }

    /// <summary>A line for each tensor of a bundle, the largest first, and one for the rest of the file.</summary>
    internal static TechniqueTable Table(byte[] bytes)
    {
        using var reader = new BundleReader(new MemoryStream(bytes));
        var rows = new List<IReadOnlyList<object?>>();
        foreach ((string name, BundleEntry entry) in reader.Parameters().Where(p => p.Value.StoredBytes > 0).OrderByDescending(p => p.Value.StoredBytes).ThenBy(p => p.Key, StringComparer.Ordinal))
        {
            rows.Add([name, entry.Type.ToString(), entry.Shape.ToString(), entry.Bytes, entry.StoredBytes, Math.Round((double)entry.Bytes / entry.StoredBytes, 2), SectionDescription.Of(reader.Section(entry))]);
        }

        long stored = reader.Entries.Sum(e => (long)e.StoredBytes);
        rows.Add(["structure, names and small tensors", "", "", null, bytes.Length - stored, null, "compressed"]);
        return new TechniqueTable("bundle", "The bundle, tensor by tensor", ["tensor", "type", "shape", "bytes", "stored", "ratio", "code"], rows) { Provenance = "counted" };
    }

    private static string FileName(string name) => new string([.. name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')]).Trim('.', '-') is { Length: > 0 } plain ? plain + ".lathe" : "model.lathe";
}
