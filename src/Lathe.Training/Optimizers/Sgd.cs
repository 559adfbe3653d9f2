using Lathe.Tensors;

namespace Lathe.Training.Optimizers;

/// <summary>Stochastic gradient descent with momentum, Nesterov's if wanted.</summary>
public sealed class Sgd : Optimizer
{
    /// <summary>Momentum.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Nesterov's form of momentum.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    protected override int StateCount => Momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    protected override unsafe void Update(Tensor parameter, Tensor gradient, Tensor[] state, float rate, float decay, float gradientScale) =>
        ComputeBackend.Current.Update.Sgd(parameter.Count, (float*)parameter.Pointer, (float*)gradient.Pointer, state.Length > 0 ? (float*)state[0].Pointer : null, rate, Momentum, 0, decay, Nesterov, gradientScale);
}
