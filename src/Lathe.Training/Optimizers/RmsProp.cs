using Lathe.Tensors;

namespace Lathe.Training.Optimizers;

/// <summary>RMSprop (Hinton 2012): <c>s = rho s + (1 - rho) g^2; v = momentum v + g / (sqrt s + epsilon); w -= rate v</c>.</summary>
public sealed class RmsProp : Optimizer
{
    /// <summary>Decay of the mean square.</summary>
    public float Rho { get; init; } = 0.99f;

    /// <summary>Momentum of the scaled gradient; 0 for none.</summary>
    public float Momentum { get; init; }

    /// <summary>Added to the denominator.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <inheritdoc/>
    protected override int StateCount => Momentum > 0 ? 2 : 1;

    /// <inheritdoc/>
    protected override unsafe void Update(Tensor parameter, Tensor gradient, Tensor[] state, float rate, float decay, float gradientScale) =>
        ComputeBackend.Current.Update.RmsProp(parameter.Count, (float*)parameter.Pointer, (float*)gradient.Pointer, (float*)state[0].Pointer, state.Length > 1 ? (float*)state[1].Pointer : null, rate, Rho, Momentum, Epsilon, decay, gradientScale);
}
