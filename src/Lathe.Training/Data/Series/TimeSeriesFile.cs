using System.Globalization;

namespace Lathe.Training.Data.Series;

/// <summary>
/// The text format of the UCR and UEA archives (.ts): lines of <c>@</c> settings, then one case a line, channels separated by
/// colons, values by commas, the class last.
/// </summary>
internal sealed class TimeSeriesFile
{
    private TimeSeriesFile(string path, List<(int Line, float[][] Channels, string Label)> cases) => (Path, Cases) = (path, cases);

    public string Path { get; }

    public List<(int Line, float[][] Channels, string Label)> Cases { get; }

    public static TimeSeriesFile Read(string path, DataLimits limits)
    {
        string[] lines = DataFiles.Lines(path, limits);
        var cases = new List<(int, float[][], string)>();
        bool data = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (data && line.Length > 0)
            {
                cases.Add(Case(path, i + 1, line));
            }

            data |= line.Equals("@data", StringComparison.OrdinalIgnoreCase);
        }

        return cases.Count > 0 ? new TimeSeriesFile(path, cases) : throw new InvalidInputException($"'{path}' has no cases after a line @data. It is not a .ts file, or it is cut off.");
    }

    private static (int Line, float[][] Channels, string Label) Case(string path, int number, string line)
    {
        string[] parts = line.Split(':');
        if (parts.Length < 2)
        {
            throw new InvalidInputException($"'{path}', line {number} has no class after its series. Values, a colon, then the class are expected.");
        }

        return (number, [.. parts[..^1].Select(p => Channel(path, number, p))], parts[^1].Trim());
    }

    private static float[] Channel(string path, int number, string part)
    {
        string[] fields = part.Split(',');
        float[] values = new float[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            if (!float.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !float.IsFinite(values[i]))
            {
                throw new InvalidInputException($"'{path}', line {number}: '{fields[i]}' at place {i} is not a number. Fill missing values first.");
            }
        }

        return values;
    }
}
