using Lathe.Graph;

namespace Lathe.Runtime.Lowering;

/// <summary>Finds what an operation writes: behind a rectifier that its clamp takes in, in the scale of the QuantizeLinear that reads it.</summary>
internal sealed class TargetScales(ModelGraph model, GraphIndex index, LoweringOptions options, ConstantCodes constants)
{
    private static readonly HashSet<string> s_moves = ["Identity", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "MaxPool"];

    /// <summary>The target of a node; rectifiers that are taken in are handed to <paramref name="taken"/>.</summary>
    public Target Of(Node node, Action<Node> taken)
    {
        string value = node.Outputs[0];
        Node? rectifier = IsQuantized(value) ? null : index.SingleConsumer(value) is { OpType: "Relu" or "Clip", Domain: "" } next && next.Inputs[0] == value ? next : null;
        if (rectifier is not null)
        {
            taken(rectifier);
            value = rectifier.Outputs[0];
        }

        (CodeScale? scale, int bits) = Scale(value);
        int low = -(1 << (bits - 1)), high = -low - 1;
        if (scale is { } known && rectifier is not null)
        {
            (double from, double to) = rectifier.OpType == "Relu" ? (0, double.PositiveInfinity) : (Limit(rectifier, 1, double.NegativeInfinity), Limit(rectifier, 2, double.PositiveInfinity));
            (low, high) = (Code(from, known, low, high), Code(to, known, low, high));
        }

        return new Target(value, scale, low, high, bits);
    }

    /// <summary>What the codes of a value mean, when something says.</summary>
    public (CodeScale? Scale, int Bits) Scale(string value)
    {
        foreach (Node reader in index.Consumers(value))
        {
            if (reader.OpType == "QuantizeLinear" && constants.Scale(reader) is var (scale, bits))
            {
                return (scale, bits);
            }
        }

        return options.Scales.TryGetValue(value, out CodeScale given) ? (given, 8) : (null, 8);
    }

    /// <summary>The scale a value is given behind nodes that only move it, or null.</summary>
    public (CodeScale Scale, int Bits)? Ahead(string value) => Scale(value) is ({ } scale, int bits)
        ? (scale, bits)
        : index.Consumers(value).Where(c => s_moves.Contains(c.OpType) && c.Inputs[0] == value).Select(c => Ahead(c.Outputs[0])).FirstOrDefault(found => found is not null);

    private bool IsQuantized(string value) => index.Consumers(value).Any(r => r.OpType == "QuantizeLinear");

    private double Limit(Node clip, int input, double otherwise) => clip.Input(input) is { } name && model.Parameters.TryGetValue(name, out TensorData? limit) ? limit.ToFloats()[0] : otherwise;

    private static int Code(double value, CodeScale scale, int low, int high) => (int)Math.Clamp(Math.Round(value / scale.Scale) + scale.Zero, low, high);
}
