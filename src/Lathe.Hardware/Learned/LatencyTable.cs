using System.Globalization;

namespace Lathe.Hardware.Learned;

/// <summary>Measured latencies of the same networks on several devices.</summary>
/// <param name="Networks">The networks.</param>
/// <param name="Devices">The devices.</param>
/// <param name="Milliseconds">Latency by device, then by network.</param>
public sealed record LatencyTable(IReadOnlyList<string> Networks, IReadOnlyList<string> Devices, IReadOnlyList<double[]> Milliseconds)
{
    /// <summary>Reads a table with a heading line, the network first and then one column for each device.</summary>
    /// <exception cref="InvalidInputException">A line is not of that form.</exception>
    public static LatencyTable Read(TextReader csv)
    {
        string[] heading = (csv.ReadLine() ?? "").Split(',');
        if (heading.Length < 2)
        {
            throw new InvalidInputException("The latency table has no heading of a network column and at least one device. Its first line names the columns.");
        }

        var networks = new List<string>();
        List<double>[] columns = [.. heading.Skip(1).Select(_ => new List<double>())];
        for (int line = 2; csv.ReadLine() is { } text; line++)
        {
            string[] cells = text.Split(',');
            if (cells.Length != heading.Length)
            {
                throw new InvalidInputException($"Line {line} of the latency table has {cells.Length} cells, the heading {heading.Length}.");
            }

            networks.Add(cells[0]);
            for (int i = 1; i < cells.Length; i++)
            {
                columns[i - 1].Add(double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0
                    ? value
                    : throw new InvalidInputException($"Line {line} of the latency table: '{cells[i]}' for {heading[i]} is no positive number of milliseconds."));
            }
        }

        return new LatencyTable(networks, heading[1..], [.. columns.Select(c => c.ToArray())]);
    }
}
