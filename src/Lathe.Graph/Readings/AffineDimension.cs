using System.Text;
using Lathe.Graph.Ops;

namespace Lathe.Graph.Readings;

/// <summary>A size as a constant plus multiples of the open dimensions; null factors mean unknown.</summary>
internal sealed record AffineDimension(long Constant, long[]? Factors)
{
    /// <summary>The dimensions of a value from what was seen at the base sizes, with one size moved by one at a time, and with all moved.</summary>
    public static AffineDimension[] Fit(string value, Dictionary<string, TensorType> first, Dictionary<string, TensorType>?[] steps, Dictionary<string, TensorType>? check, int[] sizes, int[] last)
    {
        TensorType at = first[value];
        var shape = new AffineDimension[at.Shape.Rank];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int? Seen(Dictionary<string, TensorType>? types) => types is not null && types.TryGetValue(value, out TensorType type) && type.Shape.Rank == shape.Length ? type.Shape[axis] : null;
            long[] factors = [.. steps.Select(s => s is null ? 0L : (Seen(s) ?? int.MinValue) - at.Shape[axis])];
            long constant = at.Shape[axis] - factors.Zip(sizes, (f, size) => f * size).Sum(), predicted = constant + factors.Zip(last, (f, size) => f * size).Sum();
            shape[axis] = new AffineDimension(constant, Seen(check) == predicted ? factors : null);
        }

        return shape;
    }

    /// <summary>As a declaration has it: a number, a name, a formula in names, or unknown.</summary>
    public Dimension ToDimension(IReadOnlyList<string> symbols)
    {
        if (Factors is null)
        {
            return new Dimension(null);
        }

        if (Factors.All(f => f == 0))
        {
            return new Dimension((int)Constant);
        }

        var text = new StringBuilder();
        for (int s = 0; s < Factors.Length; s++)
        {
            if (Factors[s] != 0)
            {
                text.Append(text.Length > 0 ? " + " : "").Append(Factors[s] == 1 ? symbols[s] : $"{Factors[s]}*{symbols[s]}");
            }
        }

        return new Dimension(null, text.Append(Constant == 0 ? "" : Constant > 0 ? $" + {Constant}" : $" - {-Constant}").ToString());
    }
}
