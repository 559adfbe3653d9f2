using Lathe.Tensors;

namespace Lathe.Training.Optimizers;

/// <summary>Adam (Kingma and Ba 2015); weight decay joins the gradient (L2).</summary>
public sealed class Adam : Optimizer
{
    /// <summary>Decay of the first moment.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the second moment.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the denominator.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <inheritdoc/>
    protected override int StateCount => 2;

    /// <inheritdoc/>
    protected override unsafe void Update(Tensor parameter, Tensor gradient, Tensor[] state, float rate, float decay, float gradientScale)
    {
        double first = 1 - Math.Pow(Beta1, Steps), second = Math.Sqrt(1 - Math.Pow(Beta2, Steps));
        ComputeBackend.Current.Update.Adam(parameter.Count, (float*)parameter.Pointer, (float*)gradient.Pointer, (float*)state[0].Pointer, (float*)state[1].Pointer, (float)(rate * second / first), Beta1, Beta2, (float)(Epsilon * second), decay, false, rate, gradientScale);
    }
}
