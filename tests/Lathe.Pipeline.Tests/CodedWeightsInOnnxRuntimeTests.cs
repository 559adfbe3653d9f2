using Lathe.Compression.Quantization;
using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Pipeline.Tests;

/// <summary>Weights stored as packed codes of every format, taken apart by standard operators: ONNX Runtime computes what we do.</summary>
public class CodedWeightsInOnnxRuntimeTests
{
    [SkippableTheory]
    [InlineData("int8", GranularityKind.Channel)]
    [InlineData("int5", GranularityKind.Channel)]
    [InlineData("int4", GranularityKind.Channel)]
    [InlineData("int4", GranularityKind.Block)]
    [InlineData("uint4", GranularityKind.Group)]
    [InlineData("int2", GranularityKind.Tensor)]
    [InlineData("ternary", GranularityKind.Channel)]
    [InlineData("binary", GranularityKind.Channel)]
    [InlineData("fp8-e4m3", GranularityKind.Channel)]
    [InlineData("fp4-e2m1", GranularityKind.Block)]
    [InlineData("apot-4", GranularityKind.Channel)]
    [InlineData("fp16", GranularityKind.Tensor)]
    [InlineData("bf16", GranularityKind.Tensor)]
    public void Write_AnyFormat_RunsInOnnxRuntime(string format, GranularityKind granularity)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(ModelZoo.Create("resnet8", new ModelOptions { Classes = 4, Input = [1, 12, 12], Key = RandomKey.FromSeed(1) }));
        Dictionary<string, QuantizedTensor> codes = WeightLayer.Of(prepared, []).ToDictionary(
            l => l.Weight,
            l => TensorEncoder.Encode(prepared.Parameters[l.Weight].AsSpan<float>(), l.Shape, new CodeScheme(NumberFormats.Find(format), new Granularity(granularity, l.Axis, 7), Symmetric: format != "uint4")));

        ModelGraph coded = CodedWeightWriter.Write(prepared, codes);

        try
        {
            ModelComparison.Run(coded, null, 1, RandomKey.FromSeed(3)).LargestRelative.ShouldBeLessThan(1e-4);
        }
        catch (MissingDependencyException missing)
        {
            throw new SkipException(missing.Message);
        }
    }
}
