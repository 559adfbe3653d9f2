using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors.Formats;
using Lathe.Tensors.Formats.Codebooks;

namespace Lathe.Compression.Quantization.Codebook;

/// <summary>Weights by a list of numbers of each layer's own, dense where its weights are: non-uniform quantization.</summary>
public sealed class CodebookQuantizer : Technique<CodebookOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "codebook")
    {
        Summary = "Code weights by a list of numbers fitted to each layer: k-means, quantiles, or additive powers of two.",
        Paper = "Han et al. 2016, Deep Compression, arXiv:1510.00149; Li, Dong and Wang 2020, Additive Powers-of-Two Quantization, arXiv:1909.13144",
        Page = "ptq.md#codebook",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(CodebookOptions options) => options.Kind == CodebookKind.Apot && options.Bits is < 2 or > 6
        ? [$"kind: apot has 2 to 6 bits, not {options.Bits}"]
        : [];

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, CodebookOptions options)
    {
        var network = new CodedNetwork(StaticQuantizer.Prepare(model.Graph));
        foreach (WeightLayer layer in WeightLayer.Of(network.Graph, options.Except))
        {
            TensorData weight = network.Graph.Parameters[layer.Weight];
            network.Set(layer, weight.AsSpan<float>(), Encode(weight, layer, options));
        }

        return network.Finish(context, model);
    }

    /// <summary>The codes of one weight.</summary>
    internal static QuantizedTensor Encode(TensorData weight, WeightLayer layer, CodebookOptions options)
    {
        ReadOnlySpan<float> values = weight.AsSpan<float>();
        Granularity granularity = options.PerChannel ? Granularity.Channel(layer.Axis) : Granularity.Tensor;
        if (options.Kind == CodebookKind.Apot)
        {
            return TensorEncoder.Encode(values, weight.Shape, new CodeScheme(AdditivePowersOfTwo.Of(options.Bits), granularity, ScaleRule.LeastSquares));
        }

        // The scale that brings the largest magnitude to 1; the codebook is fitted to what is left, each value counting as its square of scale.
        float[] scales = TensorEncoder.Scales(values, weight.Shape, new CodeScheme(TernaryFormat.Instance, granularity)).Scales;
        var layout = new ScaleLayout(weight.Shape, granularity);
        float[] units = new float[values.Length], importance = new float[values.Length];
        for (int i = 0; i < units.Length; i++)
        {
            float scale = scales[layout.ScaleOf(i)];
            (units[i], importance[i]) = (values[i] / scale, scale * scale);
        }

        CodebookFormat book = options.Kind == CodebookKind.KMeans ? KMeansCodebook.Fit(units, options.Bits, importance) : QuantileCodebook.Fit(units, options.Bits);
        book = values.Contains(0f) ? WithZero(book) : book;
        return TensorEncoder.Encode(values, weight.Shape, new CodeScheme(book, granularity), scales, new int[scales.Length]);
    }

    // Pruned weights must stay zero: the number next to zero gives way.
    private static CodebookFormat WithZero(CodebookFormat book)
    {
        float[] values = book.Values.ToArray();
        values[Array.IndexOf(values, values.MinBy(Math.Abs))] = 0;
        return new CodebookFormat(book.Name, values);
    }
}
