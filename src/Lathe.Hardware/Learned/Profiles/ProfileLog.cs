using System.Globalization;
using System.Text;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Layers;

namespace Lathe.Hardware.Learned.Profiles;

/// <summary>
/// A file of tab-separated lines that visits are appended to as they happen: a <c>visit</c> line, its <c>kernel</c> lines, an <c>end</c>.
/// After a kill the part behind the last <c>end</c> is cut off and the work goes on from there.
/// </summary>
public sealed class ProfileLog
{
    private const string Heading = "#lathe-profiles\t4\t";
    private const long LargestFile = 1L << 30;
    private const double LongestMicroseconds = 1e9;
    private const int MostKernels = 100_000;

    private readonly string? _path;
    private readonly List<Visit> _visits = [];
    private readonly Dictionary<string, LayerTray> _trays = [];

    private ProfileLog(string? path) => _path = path;

    /// <summary>The visits, in order.</summary>
    public IReadOnlyList<Visit> Visits => _visits;

    /// <summary>The layers of the trays and chains.</summary>
    public IReadOnlyDictionary<string, LayerTray> Trays => _trays;

    /// <summary>A log that is kept in memory only.</summary>
    public static ProfileLog InMemory() => new(null);

    /// <summary>Opens a file, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="setting">What the visits were measured on and with; a file of another setting is refused.</param>
    /// <exception cref="InvalidInputException">The file is none of ours, damaged before its end, or of another setting.</exception>
    public static ProfileLog Open(string path, string setting)
    {
        var log = new ProfileLog(path);
        string heading = Heading + setting;
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            File.WriteAllText(path, heading + "\n");
            return log;
        }

        if (file.Length > LargestFile)
        {
            throw new InvalidInputException($"The profiles '{path}' have {file.Length} bytes, more than the {LargestFile} such a file may have.");
        }

        string text = File.ReadAllText(path);
        int first = text.IndexOf('\n', StringComparison.Ordinal), last = text.LastIndexOf("\nend\n", StringComparison.Ordinal);
        if (first < 0 || text[..first] != heading)
        {
            throw new InvalidInputException($"The profiles '{path}' begin with '{(first < 0 ? text : text[..first])[..Math.Min(120, first < 0 ? text.Length : first)]}'; for this machine and setting '{heading}' was expected. Give another --out, or move the file away to measure anew.");
        }

        int end = last < 0 ? first + 1 : last + "\nend\n".Length;
        log.Read(text[(first + 1)..end], path);
        using FileStream stream = File.OpenWrite(path);
        stream.SetLength(Encoding.UTF8.GetByteCount(text.AsSpan(0, end)));
        return log;
    }

    /// <summary>True when a visit is there.</summary>
    public bool Has(string subject, int pass) => _visits.Any(v => v.Subject == subject && v.Pass == pass);

    /// <summary>Appends a visit; it is in the file when this returns.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="tray">The layers; none for a network.</param>
    public void Append(Visit visit, LayerTray tray)
    {
        _visits.Add(visit);
        _trays[visit.Subject] = tray;
        if (_path is not null)
        {
            File.AppendAllText(_path, Text(visit, tray));
        }
    }

    private static string Text(Visit visit, LayerTray tray)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"visit\t{visit.Subject}\t{visit.Pass}\t{visit.WholeMicroseconds:R}\t{visit.UsualMicroseconds:R}\t{visit.YardstickMicroseconds:R}\t{visit.ProfiledYardstickMicroseconds:R}\t{(visit.Watts is { } w ? w.ToString("R", CultureInfo.InvariantCulture) : "-")}\t{tray}\n");
        foreach (KernelTiming k in visit.Kernels)
        {
            text.Append(CultureInfo.InvariantCulture, $"kernel\t{k.Layer}\t{k.Microseconds:R}\t{k.Config.Kind}\t{k.Config.Operator}\t{string.Join(' ', k.Config.Numbers())}\n");
        }

        return text.Append("end\n").ToString();
    }

    private void Read(string text, string path)
    {
        int number = 1;
        string[]? head = null;
        var kernels = new List<KernelTiming>();
        foreach (string line in text.Split('\n'))
        {
            number++;
            string[] cells = line.Split('\t');
            try
            {
                switch (cells[0])
                {
                    case "visit" when cells.Length == 9 && head is null:
                        head = cells;
                        kernels.Clear();
                        break;
                    case "kernel" when cells.Length == 6 && head is not null && kernels.Count < MostKernels:
                        kernels.Add(Kernel(cells));
                        break;
                    case "end" when cells.Length == 1 && head is not null:
                        Add(head, [.. kernels]);
                        head = null;
                        break;
                    case "" when line.Length == 0:
                        break;
                    default:
                        throw new FormatException("is not a visit, kernel or end at this place");
                }
            }
            catch (Exception error) when (error is FormatException or OverflowException or ArgumentException or InvalidInputException)
            {
                throw new InvalidInputException($"Line {number} of the profiles '{path}' {(error is FormatException ? error.Message : "cannot be read: " + error.Message)}. Move the file away to measure anew.", error);
            }
        }
    }

    private void Add(string[] head, KernelTiming[] kernels)
    {
        _trays[head[1]] = LayerTray.Parse(head[8]);
        _visits.Add(new Visit(head[1], int.Parse(head[2], NumberStyles.None, CultureInfo.InvariantCulture), Time(head[3]), Time(head[4]), Time(head[5]), Time(head[6]), head[7] == "-" ? null : Time(head[7]), kernels));
    }

    private static KernelTiming Kernel(string[] cells)
    {
        KernelKind kind = Enum.TryParse(cells[3], out KernelKind parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(cells[3][0]) ? parsed : throw new FormatException($"names the kind '{cells[3]}', which is none");
        long[] numbers = [.. cells[5].Split(' ').Select(n => long.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture))];
        return new KernelTiming(int.Parse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture), KernelConfig.FromNumbers(kind, cells[4], numbers), Time(cells[2], 0));
    }

    private static double Time(string text, double least = double.Epsilon)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return value >= least && value <= LongestMicroseconds ? value : throw new FormatException($"holds the figure {text}, which must be positive and at most {LongestMicroseconds:0}");
    }
}
