using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Inputs;

/// <summary>
/// What is known of a layer's inputs, of a size that does not grow with the data: second moments between the inputs that meet one row of
/// weights, <c>H = E[x x^T]</c> for each group, and first moments of magnitude.
/// </summary>
public sealed class InputStatistics
{
    private readonly float[][] _sums;
    private readonly double[][] _magnitudes;
    private readonly float[][] _largest;

    internal InputStatistics(int groups, int inputs)
    {
        Inputs = inputs;
        _sums = Array.ConvertAll(new float[groups][], _ => new float[inputs * inputs]);
        _magnitudes = Array.ConvertAll(new double[groups][], _ => new double[inputs]);
        _largest = Array.ConvertAll(new float[groups][], _ => new float[inputs]);
    }

    /// <summary>Inputs that meet one row of weights.</summary>
    public int Inputs { get; }

    /// <summary>Groups of the layer.</summary>
    public int Groups => _sums.Length;

    /// <summary>Rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>The second moments of a group, [inputs, inputs].</summary>
    public double[,] Moments(int group)
    {
        var moments = new double[Inputs, Inputs];
        for (int i = 0; i < Inputs; i++)
        {
            for (int j = 0; j < Inputs; j++)
            {
                moments[i, j] = _sums[group][(i * Inputs) + j] / (double)Math.Max(1, Rows);
            }
        }

        return moments;
    }

    /// <summary>The second moments of a group times <see cref="Rows"/>, as a new tensor.</summary>
    internal Tensor SumTensor(int group) => Tensor.From<float>(_sums[group], new Shape(Inputs, Inputs));

    /// <summary>The mean magnitude of each input of a group.</summary>
    public double[] MeanMagnitude(int group) => Array.ConvertAll(_magnitudes[group], m => m / Math.Max(1, Rows));

    /// <summary>The largest magnitude of each input of a group.</summary>
    public ReadOnlySpan<float> Largest(int group) => _largest[group];

    /// <summary>Adds rows, one array [rows, inputs] for each group.</summary>
    internal void Add(IReadOnlyList<Tensor> rows)
    {
        int count = rows[0].Shape[0];
        for (int group = 0; group < rows.Count; group++)
        {
            Accumulate(rows[group], _sums[group]);
            double[] magnitudes = _magnitudes[group];
            ReadOnlySpan<float> values = rows[group].AsSpan<float>();
            for (int i = 0; i < values.Length; i++)
            {
                float magnitude = Math.Abs(values[i]);
                magnitudes[i % Inputs] += magnitude;
                _largest[group][i % Inputs] = Math.Max(_largest[group][i % Inputs], magnitude);
            }
        }

        Rows += count;
    }

    private static void Accumulate(Tensor rows, float[] sums)
    {
        using TensorScope scope = TensorScope.Begin();
        ReadOnlySpan<float> product = Functions.MatMul(rows, rows, transposeA: true).AsSpan<float>();
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += product[i];
        }
    }
}
