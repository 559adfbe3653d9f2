using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Learned;

public sealed class OptimizedKernelsTests
{
    private const string Blocked = "com.microsoft.nchwc";

    [Fact]
    public void Residual_BlockedGraph_GivesFusedKernelsWithTheirSizes()
    {
        IReadOnlyList<NetworkKernel> kernels = OptimizedKernels.Of(Residual(), new Dictionary<string, TensorType>());

        kernels.Select(k => k.Config.Kind).ShouldBe([KernelKind.Stem, KernelKind.Convolution, KernelKind.Convolution, KernelKind.Depthwise, KernelKind.GlobalPool, KernelKind.Reorder, KernelKind.View, KernelKind.FullyConnected]);
        KernelConfig stem = kernels[0].Config, sum = kernels[2].Config, depthwise = kernels[3].Config, dense = kernels[7].Config;
        (stem.InputChannels, stem.OutputChannels, stem.OutputHeight, stem.Macs).ShouldBe((3, 16, 8, 16 * 3 * 9 * 64));
        (sum.Adds, sum.Activation, sum.Macs, sum.ReadElements).ShouldBe((1, 1, 16 * 16 * 9 * 64, 2 * 16 * 64));
        (depthwise.Groups, depthwise.Stride, depthwise.OutputHeight, depthwise.Macs).ShouldBe((16, 2, 4, 16 * 9 * 16));
        (dense.InputChannels, dense.OutputChannels, dense.Macs, dense.WeightElements).ShouldBe((16, 10, 160, 170));
    }

    [Fact]
    public void Branches_Inputs_AreKnownByTheKernelsThatDependOnThem()
    {
        var editor = new GraphEditor("two");
        editor.Inputs.Add(new ValueInfo("a", DType.Float32, [1, 8, 4, 4]));
        editor.Inputs.Add(new ValueInfo("b", DType.Float32, [1, 8, 4, 4]));
        string left = editor.Add("Relu", ["a"]).Outputs[0], right = editor.Add("Sigmoid", ["b"]).Outputs[0];
        editor.Add("Tanh", [right]);
        editor.Add("Add", [left, right]);

        IReadOnlyList<NetworkKernel> kernels = OptimizedKernels.Of(editor.ToGraph(), new Dictionary<string, TensorType>());

        kernels.Select(k => k.Source).ShouldBe([0, 1, 1, 0]);
        kernels[3].Config.Family.ShouldBe("Binary:Add");
        // Of a whole run, of the two between, and of none.
        kernels.Select(k => k.Config.InputDistance).ShouldBe([1152, 1152, 0, 512]);
        kernels.ShouldAllBe(k => k.Config.NetworkTraffic == 1152);
        kernels.Select(k => k.Config.CodeDistance).ShouldBe([896, 896, 896, 768]);
    }

    // The runtime keeps a rectifier in registers and goes over the results again for a clip.
    [Theory]
    [InlineData("Relu", 1)]
    [InlineData("Clip", 2)]
    [InlineData("HardSigmoid", 3)]
    [InlineData("Sigmoid", 4)]
    public void Activation_InAConvolution_IsToldByWhatItCosts(string activation, long effort)
    {
        var editor = new GraphEditor("active");
        editor.Inputs.Add(new ValueInfo("x", DType.Float32, [1, 8, 4, 4]));
        string weights = editor.AddParameter("w", TensorData.From<float>(new float[64], new Shape(8, 8, 1, 1)));
        editor.Add("FusedConv", ["x", weights], AttributeMap.Empty.With("activation", activation).With("kernel_shape", new[] { 1, 1 }));

        OptimizedKernels.Of(editor.ToGraph(), new Dictionary<string, TensorType> { [editor.ToGraph().Nodes[0].Outputs[0]] = new TensorType(DType.Float32, new Shape(1, 8, 4, 4)) }).Single().Config.Activation.ShouldBe(effort);
    }

    [Fact]
    public void CodeDistance_IsTheWorkSinceTheFamilyRan()
    {
        KernelConfig pool = new(KernelKind.Pool, "MaxPool") { ReadElements = 30, WriteElements = 10 }, dense = new(KernelKind.FullyConnected, "Gemm") { ReadElements = 5, WeightElements = 45, WriteElements = 10, Macs = 1000 };

        // 40 a pool, 60 and a tenth of the products the dense layer; before the first kernel lies the run before.
        OptimizedKernels.CodeDistances([pool, pool, dense, dense, pool]).ShouldBe([0, 0, 120, 0, 320]);
    }

    [Fact]
    public void Transpose_Runs_AreTheAxesThatStay()
    {
        var editor = new GraphEditor("moves");
        editor.Inputs.Add(new ValueInfo("x", DType.Float32, [1, 2, 3, 4, 5]));
        editor.Add("Transpose", ["x"], AttributeMap.Empty.With("perm", new[] { 0, 2, 1, 3, 4 }));
        editor.Add("Concat", ["x", "x"], AttributeMap.Empty.With("axis", 2));

        IReadOnlyList<NetworkKernel> kernels = OptimizedKernels.Of(editor.ToGraph(), new Dictionary<string, TensorType>());

        kernels.Select(k => k.Config.RunLength).ShouldBe([20, 60]);
        kernels[1].Config.WriteElements.ShouldBe(240);
    }

    [Fact]
    public void Config_Numbers_ComeBack()
    {
        KernelConfig config = OptimizedKernels.Of(Residual(), new Dictionary<string, TensorType>())[2].Config;

        KernelConfig.FromNumbers(config.Kind, config.Operator, config.Numbers()).ShouldBe(config);
        KernelFeatures.Variables(config).Length.ShouldBe(KernelFeatures.VariableCount);
        KernelFeatures.Special(config).Length.ShouldBe(KernelFeatures.SpecialCount);
        KernelFeatures.Splits(config).Length.ShouldBe(KernelFeatures.TreeCount);
        Should.Throw<ArgumentException>(() => KernelConfig.FromNumbers(config.Kind, "Conv", [1, 2]));
    }

    // A residual network as ONNX Runtime lays it out: convolutions in blocks, the sum and the activation inside the second.
    private static ModelGraph Residual()
    {
        var editor = new GraphEditor("residual");
        editor.Inputs.Add(new ValueInfo("x", DType.Float32, [1, 3, 8, 8]));
        string first = Conv(editor, ["x"], [16, 3, 3, 3], 1, 1, "Relu"), middle = Conv(editor, [first], [16, 16, 3, 3], 1, 1, "Relu");
        string sum = Conv(editor, [middle, "", first], [16, 16, 3, 3], 1, 1, "Relu"), narrow = Conv(editor, [sum], [16, 1, 3, 3], 2, 16, "");
        string pooled = Add(editor, "GlobalAveragePool", [narrow], AttributeMap.Empty), plain = Add(editor, "ReorderOutput", [pooled], AttributeMap.Empty.With("channels", 16));
        string flat = editor.Add("Flatten", [plain]).Outputs[0];
        editor.Add("Gemm", [flat, Weight(editor, 10, 16), Weight(editor, 10)], AttributeMap.Empty.With("transB", 1));
        return editor.ToGraph();
    }

    private static string Conv(GraphEditor editor, string[] inputs, int[] weight, int stride, int groups, string activation)
    {
        AttributeMap attributes = AttributeMap.Empty.With("group", groups).With("strides", new[] { stride, stride }).With("pads", new[] { 1, 1, 1, 1 });
        string[] all = [inputs[0], Weight(editor, weight), .. inputs[1..]];
        return Add(editor, "Conv", all, activation.Length > 0 ? attributes.With("activation", activation) : attributes);
    }

    private static string Add(GraphEditor editor, string op, string[] inputs, AttributeMap attributes) => editor.Add(op, inputs, attributes, domain: Blocked).Outputs[0];

    private static string Weight(GraphEditor editor, params int[] shape) => editor.AddParameter("w", TensorData.From<float>(new float[new Shape(shape).Count], new Shape(shape)));
}
