using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

namespace Lathe.Compression.Distillation;

/// <summary>Finds values of student and teacher that correspond.</summary>
internal static class FeaturePairs
{
    private static readonly HashSet<string> s_activations = ["Relu", "Clip", "Add", "HardSwish", "Mul", "LeakyRelu", "BatchNormalization"];

    /// <summary>Pairs as a recipe names them: <c>student-value=teacher-value</c>.</summary>
    public static IReadOnlyList<FeaturePair> Named(IEnumerable<string> texts) => [.. texts.Select(t => t.Split('=') is [{ Length: > 0 } student, { Length: > 0 } teacher] ? new FeaturePair(student, teacher) : throw new InvalidInputException($"pairs has '{t}'; expected student-value=teacher-value."))];

    /// <summary>The last activations of each resolution that both networks have, in order.</summary>
    /// <exception cref="InvalidInputException">They share none.</exception>
    public static IReadOnlyList<FeaturePair> OfStages(ModelGraph student, ModelGraph teacher)
    {
        Dictionary<(int, int), string> own = Stages(student), others = Stages(teacher);
        FeaturePair[] pairs = [.. own.Where(s => others.ContainsKey(s.Key)).Select(s => new FeaturePair(s.Value, others[s.Key]))];
        return pairs.Length > 0 ? pairs : throw new InvalidInputException($"Networks '{student.Name}' ({Sizes(own.Keys)}) and '{teacher.Name}' ({Sizes(others.Keys)}) have no activations [N, C, H, W] of the same size. Name pairs of values.");
    }

    /// <summary>Outputs of layer normalisations, [N, T, width] or in rows, the student's each with the teacher's as deep in proportion (the "skip" of the paper).</summary>
    /// <exception cref="InvalidInputException">One of them has none, or widths differ.</exception>
    public static IReadOnlyList<FeaturePair> OfBlocks(ModelGraph student, ModelGraph teacher)
    {
        (string Value, int Width)[] own = Blocks(student), others = Blocks(teacher);
        if (own.Length == 0 || others.Length == 0 || own[0].Width != others[0].Width)
        {
            throw new InvalidInputException($"Networks '{student.Name}' ({own.Length} normalised sequences of width {own.FirstOrDefault().Width}) and '{teacher.Name}' ({others.Length} of width {others.FirstOrDefault().Width}) cannot be compared layer by layer: patient distillation is for transformers of the same width.");
        }

        return [.. own.Select((o, i) => new FeaturePair(o.Value, others[Math.Max(0, ((i + 1) * others.Length / own.Length) - 1)].Value))];
    }

    private static Dictionary<(int, int), string> Stages(ModelGraph graph)
    {
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        var stages = new Dictionary<(int, int), string>();
        foreach (Node node in graph.Nodes.Where(n => s_activations.Contains(n.OpType)))
        {
            if (types.TryGetValue(node.Outputs[0], out TensorType type) && type.Shape is { Rank: 4 } shape && shape[2] * shape[3] > 1)
            {
                stages[(shape[2], shape[3])] = node.Outputs[0];
            }
        }

        return stages;
    }

    private static (string, int)[] Blocks(ModelGraph graph)
    {
        IReadOnlyDictionary<string, TensorType> types = ShapeInference.Run(graph);
        return [.. graph.Nodes.Where(n => n.OpType == "LayerNormalization" && types[n.Outputs[0]].Shape.Rank is 2 or 3).Select(n => (n.Outputs[0], types[n.Outputs[0]].Shape[-1]))];
    }

    private static string Sizes(IEnumerable<(int Height, int Width)> sizes) => string.Join(", ", sizes.Select(s => $"{s.Height} x {s.Width}"));
}
