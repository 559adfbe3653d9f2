using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Weights;

/// <summary>A weight as a matrix of rows, one for each output channel, with the scales its codes will have.</summary>
public sealed class WeightRows
{
    private readonly WeightLayer _layer;
    private readonly ScaleLayout _layout;
    private readonly float[] _scales;
    private readonly int[] _zeros;

    /// <summary>Chooses the scales.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="values">Its weight.</param>
    /// <param name="scheme">Format and granularity.</param>
    /// <param name="importance">A weight of each value's squared error; all alike when empty.</param>
    public WeightRows(WeightLayer layer, ReadOnlySpan<float> values, CodeScheme scheme, ReadOnlySpan<float> importance = default)
    {
        (_layer, Scheme, Original) = (layer, scheme, values.ToArray());
        (_scales, _zeros) = TensorEncoder.Scales(values, layer.Shape, scheme, importance);
        _layout = new ScaleLayout(layer.Shape, scheme.Granularity);
    }

    /// <summary>Format and granularity.</summary>
    public CodeScheme Scheme { get; }

    /// <summary>The weight before.</summary>
    public float[] Original { get; }

    /// <summary>A row of the weight before.</summary>
    public double[] Row(int output)
    {
        double[] row = new double[_layer.Inputs];
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = Original[_layer.Place(output, k)];
        }

        return row;
    }

    /// <summary>The scale of a weight.</summary>
    public float Scale(int output, int k) => _scales[_layout.ScaleOf(_layer.Place(output, k))];

    /// <summary>The zero point of a weight.</summary>
    public int Zero(int output, int k) => _zeros[_layout.ScaleOf(_layer.Place(output, k))];

    /// <summary>The nearest number there is a code for.</summary>
    public double Nearest(double value, int output, int k)
    {
        int scale = _layout.ScaleOf(_layer.Place(output, k));
        return (Scheme.Format.Decode(TensorEncoder.Code((float)value, Scheme.Format, _scales[scale], _zeros[scale])) - _zeros[scale]) * _scales[scale];
    }

    /// <summary>The codes of rows of numbers.</summary>
    public QuantizedTensor Encode(double[][] rows)
    {
        float[] values = new float[Original.Length];
        for (int o = 0; o < rows.Length; o++)
        {
            for (int k = 0; k < rows[o].Length; k++)
            {
                values[_layer.Place(o, k)] = (float)rows[o][k];
            }
        }

        return TensorEncoder.Encode(values, _layer.Shape, Scheme, _scales, _zeros);
    }
}
