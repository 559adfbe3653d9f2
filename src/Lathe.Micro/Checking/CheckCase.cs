using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Runtime;

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
            long[] had = outputs[value.Name].ToIntegers(), wanted = Expected[value.Name].ToIntegers();
            int place = had.Zip(wanted).TakeWhile(p => p.First == p.Second).Count();
            if (place < wanted.Length)
            {
                return $"{value} is {had[place]} at {place}, the reference says {wanted[place]}";
            }
        }

        return null;
    }
}
