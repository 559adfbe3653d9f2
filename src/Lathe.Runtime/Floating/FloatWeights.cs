using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>Weights in floating point.</summary>
public sealed class FloatWeights
{
    private readonly float[] _values;

    private FloatWeights(Shape shape, float[] values) => (Shape, _values) = (shape, values);

    /// <summary>The dimensions, the last one contiguous.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Copies numbers.</summary>
    /// <exception cref="InvalidInputException">They do not fill the shape.</exception>
    public static FloatWeights Of(ReadOnlySpan<float> values, Shape shape) => values.Length == shape.Count
        ? new FloatWeights(shape, values.ToArray())
        : throw new InvalidInputException($"{values.Length} numbers do not fill weights {shape}, which have {shape.Count}.");

    /// <summary>Numbers in the order given by their places in another tensor.</summary>
    internal static FloatWeights Reordered(double[] values, Shape shape, Func<int, int> place) =>
        new(shape, [.. Enumerable.Range(0, shape.Count).Select(i => (float)values[place(i)])]);
}
