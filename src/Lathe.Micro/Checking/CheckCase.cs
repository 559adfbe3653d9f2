using System.Collections.Immutable;
using System.Globalization;
using Lathe.Graph;
using Lathe.Runtime;
using Lathe.Tensors;

namespace Lathe.Micro.Checking;

/// <summary>One run of a network in C: what it is given, and what it must give back bit for bit.</summary>
/// <param name="Graph">The network.</param>
/// <param name="Inputs">Codes by input.</param>
/// <param name="Expected">Codes by output.</param>
public sealed record CheckCase(IntegerGraph Graph, IReadOnlyDictionary<string, TensorData> Inputs, IReadOnlyDictionary<string, TensorData> Expected)
{
    /// <summary>A case whose outputs the integer reference computes.</summary>
    public static CheckCase Of(IntegerGraph graph, IReadOnlyDictionary<string, TensorData> inputs)
    {
        ImmutableDictionary<string, TensorData> outputs = new IntegerExecutor(graph).Run(inputs);
        return new CheckCase(graph, inputs, outputs);
    }

    /// <summary>The first code that is not what must come out, in words; null where all are.</summary>
    public string? Difference(IReadOnlyDictionary<string, TensorData> outputs)
    {
        foreach (IntegerValue value in Graph.Outputs)
        {
            ReadOnlySpan<byte> had = outputs[value.Name].Bytes.Span, wanted = Expected[value.Name].Bytes.Span;
            int place = had.CommonPrefixLength(wanted) / value.Type.Size();
            if (had.Length != wanted.Length || place < value.Shape.Count)
            {
                return $"{value} is {At(outputs[value.Name], place)} at {place}, the reference says {At(Expected[value.Name], place)}";
            }
        }

        return null;
    }

    private static string At(TensorData data, int place) =>
        data.Type == DType.Float32 ? data.ToFloats()[place].ToString("R", CultureInfo.InvariantCulture) : data.ToIntegers()[place].ToString(CultureInfo.InvariantCulture);
}
