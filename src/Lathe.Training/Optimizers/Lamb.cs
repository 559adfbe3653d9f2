using System.Numerics;
using System.Runtime.InteropServices;
using Lathe.Tensors;

namespace Lathe.Training.Optimizers;

/// <summary>
/// LAMB (You et al. 2020), Adam for large batches: <c>u = m / (sqrt v + epsilon) + decay w</c> with corrected moments, then
/// <c>w -= rate |w| / |u| u</c>, the ratio of norms taken layer by layer (1 where either norm is 0).
/// </summary>
public sealed class Lamb : Optimizer
{
    /// <summary>Decay of the first moment.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the second moment.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the denominator.</summary>
    public float Epsilon { get; init; } = 1e-6f;

    /// <inheritdoc/>
    protected override int StateCount => 2;

    /// <inheritdoc/>
    protected override void Update(Tensor parameter, Tensor gradient, Tensor[] state, float rate, float decay, float gradientScale)
    {
        Span<float> w = parameter.AsSpan<float>(), direction = gradient.AsSpan<float>();
        using Tensor scratch = Tensor.Empty(parameter.Shape);
        Span<float> u = scratch.AsSpan<float>();
        Direct(w, direction, state[0].AsSpan<float>(), state[1].AsSpan<float>(), u, decay, gradientScale);
        double weight = Norm(w), update = Norm(u);
        float step = (float)(rate * (weight > 0 && update > 0 ? weight / update : 1));
        for (int i = 0; i < w.Length; i++)
        {
            w[i] -= step * u[i];
        }
    }

    private void Direct(Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, Span<float> u, float decay, float scale)
    {
        float first = (float)(1 / (1 - Math.Pow(Beta1, Steps))), second = (float)(1 / (1 - Math.Pow(Beta2, Steps)));
        for (int i = 0; i < w.Length; i++)
        {
            float value = g[i] * scale;
            m[i] = (m[i] * Beta1) + (value * (1 - Beta1));
            v[i] = (v[i] * Beta2) + (value * value * (1 - Beta2));
            u[i] = (m[i] * first / (MathF.Sqrt(v[i] * second) + Epsilon)) + (decay * w[i]);
        }
    }

    private static double Norm(ReadOnlySpan<float> values)
    {
        double sum = 0;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
        {
            sum += Vector.Dot(vector, vector);
        }

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            sum += (double)value * value;
        }

        return Math.Sqrt(sum);
    }
}
