using System.Numerics;
using System.Runtime.InteropServices;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Training.Loops;

/// <summary>
/// Exponential moving average of all binary32 parameters, running statistics included: <c>a += (1 - d) (w - a)</c>, with
/// <c>d = min(decay, (1 + t) / (10 + t))</c> so that the first steps count.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly float _decay;
    private readonly (Tensor Parameter, Tensor Average)[] _pairs;

    public WeightAverage(ParameterStore parameters, float decay)
    {
        _decay = decay;
        _pairs = [.. parameters.All.Values.Where(p => p.DType == DType.Float32).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => (p, Copy(p)))];
    }

    /// <summary>The averages by parameter.</summary>
    public IEnumerable<(string Name, Tensor Average)> Averages => _pairs.Select(p => (p.Parameter.Name, p.Average));

    /// <summary>Takes the present weights in, after step t.</summary>
    public void Update(int step)
    {
        float fresh = 1 - Math.Min(_decay, (1f + step) / (10f + step));
        foreach ((Tensor parameter, Tensor average) in _pairs)
        {
            Move(average.AsSpan<float>(), parameter.AsSpan<float>(), fresh);
        }
    }

    /// <summary>Exchanges weights and averages; a second call exchanges them back.</summary>
    public void Swap()
    {
        foreach ((Tensor parameter, Tensor average) in _pairs)
        {
            Span<float> a = average.AsSpan<float>(), w = parameter.AsSpan<float>();
            for (int i = 0; i < a.Length; i++)
            {
                (a[i], w[i]) = (w[i], a[i]);
            }
        }
    }

    public void Dispose()
    {
        foreach ((_, Tensor average) in _pairs)
        {
            average.Dispose();
        }
    }

    private static Tensor Copy(Tensor parameter) => Tensor.From<float>(parameter.AsSpan<float>(), parameter.Shape).Outlive();

    private static void Move(Span<float> average, ReadOnlySpan<float> weights, float fresh)
    {
        Span<Vector<float>> a = MemoryMarshal.Cast<float, Vector<float>>(average);
        ReadOnlySpan<Vector<float>> w = MemoryMarshal.Cast<float, Vector<float>>(weights);
        for (int i = 0; i < a.Length; i++)
        {
            a[i] += (w[i] - a[i]) * fresh;
        }

        for (int i = a.Length * Vector<float>.Count; i < average.Length; i++)
        {
            average[i] += (weights[i] - average[i]) * fresh;
        }
    }
}
