using Lathe.Compression.Techniques;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Weights;

/// <summary>How weights become codes: what all methods that make codes of weights have in common.</summary>
public abstract record WeightCodeOptions
{
    /// <summary>The codes' number format.</summary>
    [Setting("Number format of the weights.", OneOf = [
        "int8", "int7", "int6", "int5", "int4", "int3", "int2", "uint8", "uint4", "uint2", "ternary", "binary", "fp8-e4m3", "fp8-e5m2", "fp4-e2m1", "mxfp8", "mxfp8-e5m2", "mxfp4",
        "pow2-4", "pow2-5", "apot-2", "apot-3", "apot-4", "fp16", "bf16"])]
    public string Format { get; init; } = "int4";

    /// <summary>Who shares a scale; microscaling formats always share 32.</summary>
    [Setting("Who shares a scale: the tensor, an output channel, a group of channels, or a block of weights within a channel.")]
    public GranularityKind Granularity { get; init; } = GranularityKind.Channel;

    /// <summary>Channels of a group, or weights of a block.</summary>
    [Setting("Channels of a group, or weights of a block.", Min = 1)]
    public int Size { get; init; } = 32;

    /// <summary>How scales are chosen.</summary>
    [Setting("How a scale is chosen: so that the largest weight fits, by least squares, as a shared exponent, or as a power of two.")]
    public ScaleRule Scale { get; init; } = ScaleRule.Largest;

    /// <summary>False for zero points, which integers can have.</summary>
    [Setting("Codes without zero points; false lets integers use their range where weights are lopsided.")]
    public bool Symmetric { get; init; } = true;

    /// <summary>Activations too.</summary>
    [Setting("Activations in floating point, or as 8-bit codes: layers with int5 to int8 weights then run in integers (int7 where processors lack integer dot products).")]
    public ActivationCodes Activations { get; init; } = ActivationCodes.Float;

    /// <summary>How activation ranges are chosen.</summary>
    [Setting("How ranges of activations are chosen where they become codes: min-max, percentile, entropy, mse or moving-average.")]
    public CalibrationMethod Calibration { get; init; } = CalibrationMethod.Mse;

    /// <summary>Layers left as they are.</summary>
    [Setting("Layers, by name, whose weights stay as they are; with commas between.")]
    public string[] Except { get; init; } = [];

    /// <summary>The scheme for a weight whose output channels are counted by an axis.</summary>
    public CodeScheme Scheme(int axis) => Format switch
    {
        "mxfp8" => CodeScheme.MxFp8(axis),
        "mxfp8-e5m2" => CodeScheme.MxFp8E5M2(axis),
        "mxfp4" => CodeScheme.MxFp4(axis),
        _ => new CodeScheme(NumberFormats.Find(Format), new Granularity(Granularity, axis, Size), Scale, Symmetric),
    };

    /// <summary>What cannot work together.</summary>
    internal IEnumerable<string> Conflicts()
    {
        if (!Symmetric && !Format.Contains("int", StringComparison.Ordinal))
        {
            yield return $"symmetric: false needs integers, which have zero points; {Format} has none";
        }
    }
}
