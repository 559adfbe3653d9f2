using Lathe.Tensors;
using Lathe.Tensors.Kernels;
using Lathe.Training.Optimizers;

namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>Two hidden layers on the tape, with its own Adam: the actor or the critic of <see cref="DdpgAgent"/>.</summary>
internal sealed class SmallNetwork : IDisposable
{
    private readonly Tensor[] _parameters;
    private readonly Adam _adam = new();

    public SmallNetwork(int inputs, int hidden, RandomKey key)
    {
        int[] widths = [inputs, hidden, hidden, 1];
        _parameters = new Tensor[6];
        for (int layer = 0; layer < 3; layer++)
        {
            // The last layer starts near zero: first actions in the middle, first values at none (Lillicrap et al. 2016).
            float range = layer == 2 ? 3e-3f : (float)(1 / Math.Sqrt(widths[layer]));
            _parameters[2 * layer] = Uniform($"w{layer}", new Shape(widths[layer + 1], widths[layer]), range, key.Fold((ulong)(2 * layer)));
            _parameters[(2 * layer) + 1] = Uniform($"b{layer}", new Shape(widths[layer + 1]), range, key.Fold((ulong)((2 * layer) + 1)));
        }
    }

    /// <summary>The outputs [N, 1] for inputs [N, inputs].</summary>
    public Tensor Run(Tensor x)
    {
        Tensor h = Functions.Linear(x, _parameters[0], _parameters[1], Activation.Relu);
        h = Functions.Linear(h, _parameters[2], _parameters[3], Activation.Relu);
        return Functions.Linear(h, _parameters[4], _parameters[5]);
    }

    /// <summary>One step along the gathered gradients, which are then forgotten.</summary>
    public void Step(float rate)
    {
        _adam.Step(_parameters, rate);
        Forget();
    }

    /// <summary>Forgets gradients.</summary>
    public void Forget()
    {
        foreach (Tensor parameter in _parameters)
        {
            parameter.Gradient?.Dispose();
            parameter.Gradient = null;
        }
    }

    /// <summary>Moves a share of the way to another network.</summary>
    public void Follow(SmallNetwork other, float share)
    {
        for (int i = 0; i < _parameters.Length; i++)
        {
            Span<float> mine = _parameters[i].AsSpan<float>(), theirs = other._parameters[i].AsSpan<float>();
            for (int k = 0; k < mine.Length; k++)
            {
                mine[k] += share * (theirs[k] - mine[k]);
            }
        }
    }

    public void Dispose()
    {
        Forget();
        _adam.Dispose();
        foreach (Tensor parameter in _parameters)
        {
            parameter.Dispose();
        }
    }

    private static Tensor Uniform(string name, Shape shape, float range, RandomKey key)
    {
        float[] values = new float[shape.Count];
        key.FillUniform(values, -range, range);
        Tensor tensor = Tensor.From<float>(values, shape).Outlive();
        (tensor.Name, tensor.RequiresGradient) = (name, true);
        return tensor;
    }
}
