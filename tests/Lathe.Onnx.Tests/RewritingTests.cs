using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Rewriting;
using Lathe.Tensors;

namespace Lathe.Onnx.Tests;

/// <summary>The standard pipelines on models of many exporters: what comes out computes the same, and can be written and read.</summary>
public class RewritingTests
{
    [SkippableTheory]
    [MemberData(nameof(RealModels.Names), MemberType = typeof(RealModels))]
    public void Canonicalize_RealModel_ComputesTheSame(string name) => Check(StandardPasses.Canonicalize, name);

    [SkippableTheory]
    [MemberData(nameof(RealModels.Names), MemberType = typeof(RealModels))]
    public void PrepareForInference_RealModel_ComputesTheSameWithFewerNodes(string name)
    {
        (ModelGraph before, ModelGraph after) = Check(StandardPasses.PrepareForInference, name);
        after.Nodes.Length.ShouldBeLessThanOrEqualTo(before.Nodes.Length);
    }

    [SkippableTheory]
    [InlineData("light_shufflenet.onnx", "ChannelShuffle", 16)]
    [InlineData("light_shufflenet.onnx", "BatchNormalization", 0)]
    [InlineData("light_shufflenet.onnx", "ConstantOfShape", 0)]
    [InlineData("resnet56_cifar10.onnx", "BatchNormalization", 0)]
    [InlineData("ultraface_RFB-320.onnx", "Shape", 0)]
    public void PrepareForInference_RealModel_LeavesThisMany(string name, string opType, int count)
    {
        ModelGraph after = StandardPasses.PrepareForInference.Run(OnnxModel.Load(RealModels.Require(name)));

        after.Nodes.Count(n => n.OpType == opType).ShouldBe(count);
    }

    private static (ModelGraph Before, ModelGraph After) Check(IGraphPass pass, string name)
    {
        ModelGraph before = OnnxModel.Load(RealModels.Require(name));
        ModelGraph after = pass.Run(before);
        after.Inputs.ShouldBe(before.Inputs);
        ShouldAgree(before, after);
        ModelGraph written = OnnxModel.Parse(OnnxModel.ToBytes(after));
        ShouldAgree(before, written);
        return (before, after);
    }

    private static void ShouldAgree(ModelGraph before, ModelGraph after)
    {
        using TensorScope scope = TensorScope.Begin();
        var inputs = before.Inputs.ToDictionary(i => i.Name, RandomInput);
        using var left = new GraphExecutor(before);
        using var right = new GraphExecutor(after);
        IReadOnlyDictionary<string, Tensor> want = left.Run(inputs), have = right.Run(inputs);
        have.Keys.ShouldBe(want.Keys, ignoreOrder: true);
        foreach ((string output, Tensor expected) in want)
        {
            have[output].Shape.ShouldBe(expected.Shape);
            float[] x = Functions.Cast(expected, DType.Float32).ToArray<float>(), y = Functions.Cast(have[output], DType.Float32).ToArray<float>();
            float largest = Math.Max(1, x.Max(Math.Abs));
            x.Zip(y).Max(p => Math.Abs(p.First - p.Second)).ShouldBeLessThan(2e-4f * largest, output);
        }
    }

    private static Tensor RandomInput(ValueInfo input)
    {
        Shape shape = input.Bind(1, other: 512);
        float[] values = new float[shape.Count];
        RandomKey.FromSeed(3).Fold(input.Name).FillUniform(values);
        return Functions.Cast(Tensor.From<float>(values, shape), input.Type);
    }
}
