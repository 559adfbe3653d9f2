using Lathe.Tensors;

namespace Lathe.Compression.Quantization.AdaRound;

/// <summary>
/// Learns for weights whether to round up or down (Nagel et al. 2020): <c>w = scale (floor + h(v))</c> with the rectified sigmoid
/// <c>h(v) = clip(1.2 sigmoid(v) - 0.1, 0, 1)</c>, minimising the error of the outputs plus <c>lambda sum (1 - |2 h - 1|^beta)</c>, whose beta falls
/// from 20 to 2 so that every h ends at 0 or 1.
/// </summary>
internal sealed class RoundingLearner
{
    private const double Stretch = 1.2, Shift = 0.1, FirstBeta = 20, LastBeta = 2, WarmShare = 0.2;
    private const double Decay1 = 0.9, Decay2 = 0.999;
    private readonly float[] _moments;
    private readonly int _inputs;
    private readonly double[] _weights;
    private readonly double[] _scales;
    private readonly double[] _floors;
    private readonly double[] _v;

    /// <summary>Starts from the weights themselves.</summary>
    /// <param name="weights">Rows of weights; zeros stay.</param>
    /// <param name="scales">The scale of each.</param>
    /// <param name="low">Smallest code, less the zero point.</param>
    /// <param name="high">Largest code, less the zero point.</param>
    /// <param name="moments">Second moments of the inputs.</param>
    public RoundingLearner(double[] weights, double[] scales, double[] low, double[] high, double[,] moments)
    {
        (_weights, _scales, _inputs, _floors, _v) = (weights, scales, moments.GetLength(0), new double[weights.Length], new double[weights.Length]);
        _moments = [.. moments.Cast<double>().Select(m => (float)m)];
        for (int i = 0; i < weights.Length; i++)
        {
            double unit = Math.Clamp(weights[i] / scales[i], low[i], high[i]);
            _floors[i] = Math.Min(Math.Floor(unit), high[i] - 1);
            double rest = Math.Clamp((unit - _floors[i] + Shift) / Stretch, 1e-4, 1 - 1e-4);
            _v[i] = Math.Log(rest / (1 - rest));
        }
    }

    /// <summary>Learns, and gives the numbers rounded to.</summary>
    public double[] Learn(int steps, double rate, double settling)
    {
        int count = _weights.Length;
        double[] first = new double[count], second = new double[count];
        float[] hard = Change(i => Math.Round(Math.Clamp((_weights[i] / _scales[i]) - _floors[i], 0, 1)));
        double reference = Math.Max(hard.Zip(Product(hard), (d, g) => (double)d * g).Sum(), 1e-30), lambda = settling / count;
        for (int step = 0; step < steps; step++)
        {
            double progress = (double)step / steps, late = Math.Max(0, progress - WarmShare) / (1 - WarmShare);
            double beta = LastBeta + ((FirstBeta - LastBeta) * 0.5 * (1 + Math.Cos(late * Math.PI)));
            double correction1 = 1 - Math.Pow(Decay1, step + 1), correction2 = 1 - Math.Pow(Decay2, step + 1);
            float[] product = Product(Change(i => Soft(_v[i])));
            for (int i = 0; i < count; i++)
            {
                double gradient = Gradient(i, product[i] / reference, progress < WarmShare ? 0 : lambda, beta);
                first[i] = (Decay1 * first[i]) + ((1 - Decay1) * gradient);
                second[i] = (Decay2 * second[i]) + ((1 - Decay2) * gradient * gradient);
                _v[i] -= rate * (first[i] / correction1) / (Math.Sqrt(second[i] / correction2) + 1e-12);
            }
        }

        return [.. Enumerable.Range(0, count).Select(i => _weights[i] == 0 ? 0 : _scales[i] * (_floors[i] + (Soft(_v[i]) >= 0.5 ? 1 : 0)))];
    }

    private static double Soft(double v) => Math.Clamp((Stretch / (1 + Math.Exp(-v))) - Shift, 0, 1);

    private float[] Change(Func<int, double> up)
    {
        float[] change = new float[_weights.Length];
        for (int i = 0; i < change.Length; i++)
        {
            change[i] = _weights[i] == 0 ? 0 : (float)((_scales[i] * (_floors[i] + up(i))) - _weights[i]);
        }

        return change;
    }

    private float[] Product(float[] change)
    {
        using TensorScope scope = TensorScope.Begin();
        return Functions.MatMul(Tensor.From<float>(change, new Shape(change.Length / _inputs, _inputs)), Tensor.From<float>(_moments, new Shape(_inputs, _inputs))).ToArray<float>();
    }

    private double Gradient(int i, double product, double lambda, double beta)
    {
        double sigmoid = 1 / (1 + Math.Exp(-_v[i])), raw = (Stretch * sigmoid) - Shift;
        if (_weights[i] == 0 || raw is <= 0 or >= 1)
        {
            return 0;
        }

        double side = (2 * raw) - 1, settle = -2 * lambda * beta * Math.Pow(Math.Abs(side), beta - 1) * Math.Sign(side);
        return ((2 * _scales[i] * product) + settle) * Stretch * sigmoid * (1 - sigmoid);
    }
}
