using System.Numerics;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Fused optimizer updates.</summary>
internal sealed unsafe class ManagedUpdate(ThreadTeam team) : IUpdateKernels
{
    private const int Grain = 16384;

    /// <inheritdoc/>
    public void Sgd(long count, float* w, float* gradient, float* velocity, float rate, float momentum, float dampening, float weightDecay, bool nesterov, float gradientScale) =>
        team.For((int)count, Grain, new SgdBody(w, gradient, velocity, rate, momentum, 1 - dampening, weightDecay, nesterov, gradientScale));

    /// <inheritdoc/>
    public void Adam(long count, float* w, float* gradient, float* first, float* second, float stepRate, float beta1, float beta2, float epsilon, float decay, bool decoupled, float rate, float gradientScale) =>
        team.For((int)count, Grain, new AdamBody(w, gradient, first, second, stepRate, beta1, beta2, epsilon, decoupled ? 0 : decay, decoupled ? 1 - (rate * decay) : 1, gradientScale));

    /// <inheritdoc/>
    public void RmsProp(long count, float* w, float* gradient, float* square, float* velocity, float rate, float rho, float momentum, float epsilon, float weightDecay, float gradientScale) =>
        team.For((int)count, Grain, new RmsPropBody(w, gradient, square, velocity, rate, rho, momentum, epsilon, weightDecay, gradientScale));

    private readonly struct SgdBody(float* w, float* gradient, float* velocity, float rate, float momentum, float fresh, float decay, bool nesterov, float scale) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int i = begin;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> weight = Vector.Load(w + i);
                Vector<float> g = (Vector.Load(gradient + i) * scale) + (weight * decay);
                Vector<float> step = g;
                if (velocity != null)
                {
                    Vector<float> v = (Vector.Load(velocity + i) * momentum) + (g * fresh);
                    Vector.Store(v, velocity + i);
                    step = nesterov ? g + (v * momentum) : v;
                }

                Vector.Store(weight - (step * rate), w + i);
            }

            for (; i < end; i++)
            {
                float g = (gradient[i] * scale) + (w[i] * decay);
                float step = g;
                if (velocity != null)
                {
                    velocity[i] = (velocity[i] * momentum) + (g * fresh);
                    step = nesterov ? g + (velocity[i] * momentum) : velocity[i];
                }

                w[i] -= step * rate;
            }
        }
    }

    private readonly struct AdamBody(float* w, float* gradient, float* first, float* second, float stepRate, float beta1, float beta2, float epsilon, float decay, float shrink, float scale) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            int i = begin;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> weight = Vector.Load(w + i) * shrink;
                Vector<float> g = (Vector.Load(gradient + i) * scale) + (weight * decay);
                Vector<float> m = (Vector.Load(first + i) * beta1) + (g * (1 - beta1));
                Vector<float> v = (Vector.Load(second + i) * beta2) + (g * g * (1 - beta2));
                Vector.Store(m, first + i);
                Vector.Store(v, second + i);
                Vector.Store(weight - (m * stepRate / (Vector.SquareRoot(v) + new Vector<float>(epsilon))), w + i);
            }

            for (; i < end; i++)
            {
                float weight = w[i] * shrink;
                float g = (gradient[i] * scale) + (weight * decay);
                first[i] = (first[i] * beta1) + (g * (1 - beta1));
                second[i] = (second[i] * beta2) + (g * g * (1 - beta2));
                w[i] = weight - (first[i] * stepRate / (MathF.Sqrt(second[i]) + epsilon));
            }
        }
    }

    private readonly struct RmsPropBody(float* w, float* gradient, float* square, float* velocity, float rate, float rho, float momentum, float epsilon, float decay, float scale) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                float g = (gradient[i] * scale) + (w[i] * decay);
                square[i] = (square[i] * rho) + (g * g * (1 - rho));
                float step = g / (MathF.Sqrt(square[i]) + epsilon);
                if (velocity != null)
                {
                    velocity[i] = (velocity[i] * momentum) + step;
                    step = velocity[i];
                }

                w[i] -= rate * step;
            }
        }
    }
}
