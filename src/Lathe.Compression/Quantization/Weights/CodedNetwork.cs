using System.Globalization;
using Lathe.Compression.Quantization.Inputs;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Weights;

/// <summary>
/// A network whose weights become codes one after the other. It gives both forms of the result: the float network with the numbers the
/// codes stand for, and the network that stores the codes.
/// </summary>
public sealed class CodedNetwork
{
    private const int CalibrationSamples = 256;
    private readonly Dictionary<string, QuantizedTensor> _codes = [];
    private readonly List<IReadOnlyList<object?>> _rows = [];

    /// <summary>Starts from a network whose normalisation is folded.</summary>
    public CodedNetwork(ModelGraph prepared) => Graph = prepared;

    /// <summary>The network with the numbers the codes stand for.</summary>
    public ModelGraph Graph { get; private set; }

    /// <summary>The codes by weight.</summary>
    public IReadOnlyDictionary<string, QuantizedTensor> Codes => _codes;

    /// <summary>Stores a layer's weight as codes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="original">The weight before.</param>
    /// <param name="codes">Its codes.</param>
    /// <param name="note">What the report says of it.</param>
    public void Set(WeightLayer layer, ReadOnlySpan<float> original, QuantizedTensor codes, string note = "")
    {
        float[] decoded = codes.Decode();
        _codes[layer.Weight] = codes;
        Graph = Graph with { Parameters = Graph.Parameters.SetItem(layer.Weight, TensorData.From<float>(decoded, layer.Shape)) };
        _rows.Add([layer.Node.Name, codes.Scheme.Format.Name, Math.Round(codes.StoredBits / (double)Math.Max(1, decoded.Length), 2), Math.Round(Ratio(original, decoded), 1), note]);
    }

    /// <summary>Replaces another parameter, such as a corrected bias.</summary>
    public void Replace(string name, TensorData data) => Graph = Graph with { Parameters = Graph.Parameters.SetItem(name, data) };

    /// <summary>The result, with activations as codes too where the options say so.</summary>
    internal CompressedModel Finish(TechniqueContext context, CompressedModel model, WeightCodeOptions options)
    {
        if (options.Activations == ActivationCodes.Float)
        {
            return Finish(context, model);
        }

        int samples = options is MeasuredCodeOptions measured ? measured.Samples : CalibrationSamples;
        QuantizationPlan plan = QuantizationPlan.Of(Graph, []);
        return Finish(context, model, ActivationCalibrator.Calibrate(Graph, plan, CalibrationFeed.Of(Graph, context, samples), options.Calibration));
    }

    /// <summary>The result, its report given to the context.</summary>
    /// <param name="context">Takes the table.</param>
    /// <param name="model">What the technique was given.</param>
    /// <param name="scales">Scales of activations that are codes as well; null for a network whose weights alone are.</param>
    public CompressedModel Finish(TechniqueContext context, CompressedModel model, IReadOnlyDictionary<string, ActivationScale>? scales = null)
    {
        long bits = _codes.Values.Sum(c => c.StoredBits);
        int count = _codes.Values.Sum(c => c.Shape.Count);
        context.Say(string.Create(CultureInfo.InvariantCulture, $"quantize: {_codes.Count} weights of {count:N0} values in {bits / 8:N0} bytes, {(double)bits / Math.Max(1, count):F2} bits each"));
        context.Report(new TechniqueTable("weight-codes", "Weights as codes", ["Layer", "Format", "Bits", "SQNR (dB)", "Note"], _rows)
        {
            Provenance = "computed from the weights: ratio of signal to rounding noise",
        });
        ModelGraph coded = scales is null ? CodedWeightWriter.Write(Graph, _codes) : QdqWriter.Write(Graph, QuantizationPlan.Of(Graph, []), scales, _codes);
        return model with { Graph = Graph, Coded = coded };
    }

    private static double Ratio(ReadOnlySpan<float> original, float[] decoded)
    {
        double signal = 0, noise = 0;
        for (int i = 0; i < decoded.Length; i++)
        {
            signal += (double)original[i] * original[i];
            noise += ((double)original[i] - decoded[i]) * ((double)original[i] - decoded[i]);
        }

        return 10 * Math.Log10(Math.Max(signal, 1e-30) / Math.Max(noise, 1e-30));
    }
}
