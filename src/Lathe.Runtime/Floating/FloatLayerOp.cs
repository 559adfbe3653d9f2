using System.Collections.Immutable;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Floating;

/// <summary>A layer in floating point with constant weights: sums of products, a bias for each output channel, held between two limits.</summary>
public abstract record FloatLayerOp : OneInputOp
{
    /// <summary>The weights; their dimensions are the operation's own.</summary>
    public required FloatWeights Weights { get; init; }

    /// <summary>One number for each output channel, or none.</summary>
    public ImmutableArray<float> Bias { get; init; } = [];

    /// <summary>The smallest result, after a rectifier.</summary>
    public float Low { get; init; } = float.MinValue;

    /// <summary>The largest result.</summary>
    public float High { get; init; } = float.MaxValue;

    /// <summary>Weights and biases, four bytes each.</summary>
    public sealed override long ConstantBytes => sizeof(float) * ((long)Weights.Shape.Count + Bias.Length);

    /// <inheritdoc/>
    public sealed override object Constants => (Weights, Bias);

    private protected float BiasOf(int channel) => Bias.IsEmpty ? 0 : Bias[channel];

    private protected float Held(float sum) => FloatMath.Clip(sum, Low, High);

    private protected IEnumerable<string> BiasProblems(int channels) =>
        Bias.IsEmpty || Bias.Length == channels ? [] : [$"has {Bias.Length} biases for {channels} channels."];
}
