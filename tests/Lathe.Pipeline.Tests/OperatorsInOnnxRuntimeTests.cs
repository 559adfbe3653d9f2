using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests;

/// <summary>Operators that the standard's vectors leave out, or that are written in others, compared with ONNX Runtime.</summary>
public class OperatorsInOnnxRuntimeTests
{
    private readonly GraphEditor _editor = new("operator");

    [SkippableTheory]
    [InlineData(3)]
    [InlineData(6)]
    public void GroupNormalization_WrittenInOpset17_ComputesTheSame(int scales) =>
        Check("GroupNormalization", AttributeMap.Empty.With("num_groups", 3L), Input("N", 6, 5, 4), Weight("scale", scales), Weight("bias", scales));

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LpPool_ComputesTheSame(long p) =>
        Check("LpPool", AttributeMap.Empty.With("p", p).With("kernel_shape", new[] { 3, 2 }).With("strides", new[] { 2, 1 }).With("pads", new[] { 1, 0, 1, 1 }), Input("N", 3, 9, 8));

    [SkippableFact]
    public void GlobalLpPool_ComputesTheSame() => Check("GlobalLpPool", AttributeMap.Empty, Input("N", 3, 5, 4));

    [SkippableTheory]
    [InlineData("NOTSET")]
    [InlineData("SAME_UPPER")]
    [InlineData("SAME_LOWER")]
    public void Conv_OfVolumes_ComputesTheSame(string padding) =>
        Check("Conv", AttributeMap.Empty.With("strides", new[] { 2, 1, 2 }).With("auto_pad", padding).With("group", 2L), Input("N", 4, 7, 6, 5), Weight("w", 6, 2, 3, 2, 3), Weight("b", 6));

    [SkippableTheory]
    [InlineData("bhqd,bhkd->bhqk")]
    [InlineData("bhqd,bhkd->hkb")]
    [InlineData("...qd,...kd->...kq")]
    public void Einsum_ComputesTheSame(string equation) =>
        Check("Einsum", AttributeMap.Empty.With("equation", equation), Input("N", 2, 5, 4), Weight("k", 1, 2, 3, 4));

    [SkippableFact]
    public void Gru_WithOtherActivations_ComputesTheSame() =>
        Check("GRU", AttributeMap.Empty.With("hidden_size", 3L).With("activations", new[] { "HardSigmoid", "Softsign" }).With("linear_before_reset", 1L), Input(5, 2, 4), Weight("w", 1, 9, 4), Weight("r", 1, 9, 3), Weight("b", 1, 18));

    private string Input(params Dimension[] shape)
    {
        _editor.Inputs.Add(new ValueInfo(_editor.Fresh("x"), DType.Float32, [.. shape]));
        return "x";
    }

    private string Weight(string name, params int[] shape)
    {
        float[] values = new float[new Shape(shape).Count];
        RandomKey.FromSeed(1).Fold(name).FillNormal(values, 0, 0.5f);
        return _editor.AddParameter(name, TensorData.From<float>(values, new Shape(shape)));
    }

    private void Check(string opType, AttributeMap attributes, params string[] inputs)
    {
        _editor.Outputs.Add(new ValueInfo(_editor.Add(opType, inputs, attributes).Outputs[0], DType.Float32, null));
        ModelGraph graph = _editor.ToGraph();
        try
        {
            ModelComparison.Run(graph, null, 1, RandomKey.FromSeed(3)).LargestRelative.ShouldBeLessThan(1e-4);
        }
        catch (MissingDependencyException missing)
        {
            throw new SkipException(missing.Message);
        }
    }
}
