using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Runtime;

/// <summary>
/// A network of integer operations in the order they run: immutable data, from which code can be generated. A network that nobody quantized is one of
/// operations on 32-bit floats.
/// </summary>
public sealed record IntegerGraph
{
    /// <summary>The network's name.</summary>
    public required string Name { get; init; }

    /// <summary>Values given.</summary>
    public required ImmutableArray<IntegerValue> Inputs { get; init; }

    /// <summary>Values returned.</summary>
    public required ImmutableArray<IntegerValue> Outputs { get; init; }

    /// <summary>The operations; each reads inputs or what an earlier one made.</summary>
    public required ImmutableArray<IIntegerOp> Ops { get; init; }

    /// <summary>What codes of inputs and outputs mean, by value, where it is known.</summary>
    public ImmutableDictionary<string, CodeScale> Scales { get; init; } = ImmutableDictionary<string, CodeScale>.Empty;

    /// <summary>True when its values are floats.</summary>
    public bool IsFloat => Inputs.Any(v => v.Type == DType.Float32);

    /// <summary>Multiplications with a weight, for one run.</summary>
    public long Macs => Ops.Sum(o => o.Macs);

    /// <summary>Bytes of constants; those that operations share count once.</summary>
    public long ConstantBytes => Ops.DistinctBy(o => o.Constants).Sum(o => o.ConstantBytes);

    /// <summary>Checks the graph.</summary>
    /// <returns>The graph itself.</returns>
    /// <exception cref="InvalidInputException">Something does not fit together; the message lists all of it.</exception>
    public IntegerGraph Verify()
    {
        var known = new Dictionary<string, IntegerValue>();
        var problems = new List<string>();
        foreach (IntegerValue input in Inputs)
        {
            Define(input, "the graph's inputs");
        }

        foreach (IIntegerOp op in Ops)
        {
            problems.AddRange(op.Inputs.Where(v => !IsKnown(v)).Select(v => $"'{op.Name}' reads {v}, which nothing before it makes."));
            problems.AddRange(op.Problems().Select(p => $"'{op.Name}': {p}"));
            Define(op.Output, $"'{op.Name}'");
        }

        problems.AddRange(Outputs.Where(v => !IsKnown(v)).Select(v => $"The output {v} is made by no operation."));
        return problems.Count == 0 ? this : throw new InvalidInputException($"Integer graph '{Name}' is not sound. {string.Join(" ", problems)}");

        bool IsKnown(IntegerValue value) => known.TryGetValue(value.Name, out IntegerValue? made) && made == value;

        void Define(IntegerValue value, string maker)
        {
            if (!known.TryAdd(value.Name, value))
            {
                problems.Add($"{value} is made a second time, by {maker}.");
            }
        }
    }
}
