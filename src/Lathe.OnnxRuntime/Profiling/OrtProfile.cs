using System.Text.Json;

namespace Lathe.OnnxRuntime.Profiling;

/// <summary>A profile ONNX Runtime wrote, summed up per node; measured.</summary>
/// <param name="Nodes">The nodes, in the order they first ran.</param>
/// <param name="Runs">Whole runs counted, warm-up not among them.</param>
/// <param name="RunMicroseconds">Mean of the middle half of the whole runs, profiling itself included.</param>
public sealed record OrtProfile(IReadOnlyList<OrtNodeTiming> Nodes, int Runs, double RunMicroseconds)
{
    /// <summary>Reads a profile file.</summary>
    /// <param name="path">What <see cref="OrtSession.EndProfiling"/> returned.</param>
    /// <param name="warmUpRuns">First runs that are not counted, as long as later ones exist.</param>
    /// <exception cref="InvalidInputException">The file cannot be read or is not a whole profile.</exception>
    public static OrtProfile Read(string path, int warmUpRuns)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Parse(stream, warmUpRuns);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The profile '{path}' cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a profile.</summary>
    /// <exception cref="InvalidInputException">The content is not a whole profile.</exception>
    public static OrtProfile Parse(Stream stream, int warmUpRuns)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            return Sum(document.RootElement, warmUpRuns);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidInputException($"This is not a whole ONNX Runtime profile: {error.Message} Call EndProfiling before the file is read.", error);
        }
    }

    private static OrtProfile Sum(JsonElement events, int warmUpRuns)
    {
        var runs = new List<double>();
        var nodes = new Dictionary<string, NodeTimes>();
        var pending = new List<NodeEvent>();
        foreach (JsonElement record in events.EnumerateArray())
        {
            if (NodeEvent.TryRead(record) is { } node)
            {
                pending.Add(node);
            }
            else if (record.GetProperty("name").GetString() == "model_run")
            {
                Close(pending, runs.Count, nodes);
                runs.Add(record.GetProperty("dur").GetDouble());
            }
        }

        int skip = runs.Count > warmUpRuns ? warmUpRuns : 0;
        return new OrtProfile([.. nodes.Values.Select(n => n.Summarize(runs.Count, skip))], runs.Count - skip, MiddleMean(runs, skip));
    }

    /// <summary>Adds one run's events to their nodes; what ran inside another node (the body of a loop) is that node's time.</summary>
    private static void Close(List<NodeEvent> pending, int run, Dictionary<string, NodeTimes> nodes)
    {
        double end = double.NegativeInfinity;
        foreach (NodeEvent node in pending.OrderBy(e => e.Start).ThenByDescending(e => e.Duration))
        {
            if (node.Start + node.Duration <= end && node.Start < end)
            {
                continue;
            }

            end = Math.Max(end, node.Start + node.Duration);
            if (!nodes.TryGetValue(node.Name, out NodeTimes? times))
            {
                nodes[node.Name] = times = new NodeTimes(node);
            }

            times.Add(run, node.Duration);
        }

        pending.Clear();
    }

    internal static double MiddleMean(IReadOnlyList<double> values, int skip)
    {
        double[] sorted = [.. values.Skip(skip).Order()];
        int cut = sorted.Length / 4;
        return sorted.Length == 0 ? 0 : sorted.Skip(cut).Take(sorted.Length - (2 * cut)).Average();
    }

    internal static double Median(IReadOnlyList<double> values, int skip)
    {
        double[] sorted = [.. values.Skip(skip).Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
