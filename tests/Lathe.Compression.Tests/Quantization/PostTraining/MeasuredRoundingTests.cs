using Lathe.Compression.Quantization;
using Lathe.Compression.Quantization.AdaRound;
using Lathe.Compression.Quantization.Awq;
using Lathe.Compression.Quantization.BiasCorrection;
using Lathe.Compression.Quantization.Equalize;
using Lathe.Compression.Quantization.Gptq;
using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.Scaling;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Tensors.Formats;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Quantization.PostTraining;

public class MeasuredRoundingTests
{
    private static readonly ModelGraph s_net = SmallNet.Create();

    [Fact]
    public void Gptq_ThreeBits_BeatsPlainRounding()
    {
        double plain = Error(new RoundingQuantizer(), new RoundingOptions { Format = "int3" }), gptq = Error(new GptqQuantizer(), new GptqOptions { Format = "int3" });

        gptq.ShouldBeLessThan(plain * 0.6);
    }

    [Fact]
    public void Gptq_UncorrelatedInputs_IsPlainRounding()
    {
        double[] row = [0.3, -1.2, 2.6, 0.5001];
        var solver = new GptqSolver(new double[,] { { 2, 0, 0, 0 }, { 0, 1, 0, 0 }, { 0, 0, 3, 0 }, { 0, 0, 0, 1 } }, 0.01, largestFirst: true);

        solver.Solve(row, (value, _) => Math.Round(value));

        row.ShouldBe([0, -1, 3, 1]);
    }

    [Fact]
    public void Gptq_CorrelatedInputs_IsNearTheBestOfAllRoundings()
    {
        // Two inputs that are nearly one: what one weight loses, the other must gain.
        double[,] moments = { { 1, 0.95, 0.9 }, { 0.95, 1, 0.95 }, { 0.9, 0.95, 1 } };
        double[] original = [0.4, 0.4, 0.4], row = [.. original];
        double Loss(double[] w) => Enumerable.Range(0, 3).Sum(i => Enumerable.Range(0, 3).Sum(j => (w[i] - original[i]) * moments[i, j] * (w[j] - original[j])));

        new GptqSolver(moments, 1e-6, largestFirst: false).Solve(row, (value, _) => Math.Round(value));

        Loss(row).ShouldBeLessThan(Loss([0, 0, 0]) / 10);
        row.ShouldAllBe(w => w == Math.Round(w));
    }

    [Fact]
    public void AdaRound_ThreeBits_BeatsPlainRoundingAndGoesUpOrDownOnly()
    {
        var options = new AdaRoundOptions { Format = "int3", Steps = 300 };
        double plain = Error(new RoundingQuantizer(), new RoundingOptions { Format = "int3" });
        var trial = new Trial();
        CompressedModel learned = trial.Run(new AdaRoundQuantizer(), s_net, options);

        Difference(learned.Graph).ShouldBeLessThan(plain * 0.8, string.Join("; ", trial.Tables[0].Rows.Select(r => r[^1])));
        ModelGraph prepared = StaticQuantizer.Prepare(s_net);
        foreach (WeightLayer layer in WeightLayer.Of(prepared, []))
        {
            float[] before = prepared.Parameters[layer.Weight].ToFloats(), after = learned.Graph.Parameters[layer.Weight].ToFloats();
            (float[] scales, _) = TensorEncoder.Scales(before, layer.Shape, options.Scheme(layer.Axis));
            var layout = new ScaleLayout(layer.Shape, Granularity.Channel(layer.Axis));
            Enumerable.Range(0, before.Length).ShouldAllBe(i => Math.Abs(before[i] - after[i]) <= scales[layout.ScaleOf(i)] * 1.001f);
        }
    }

    [Fact]
    public void AdaRound_FloatFormat_IsRefused() =>
        new AdaRoundQuantizer().Problems(new AdaRoundOptions { Format = "fp8-e4m3" }).Single().ShouldContain("takes integers");

    [Fact]
    public void Awq_FewStrongInputs_BeatsPlainRounding()
    {
        ModelGraph strong = WithStrongChannels(StaticQuantizer.Prepare(SmallNet.Create(2)));

        IReadOnlyList<WeightLayer> layers = WeightLayer.Of(strong, []);
        string[] readers = [.. ChannelPair.Of(strong, layers).Where(p => p.Second.Groups == 1).Select(p => p.Second.Node.Name)], others = [.. layers.Select(l => l.Node.Name).Except(readers)];

        double plain = Error(new RoundingQuantizer(), new RoundingOptions { Format = "int3", Granularity = GranularityKind.Block, Size = 128, Except = others }, strong);
        double aware = Error(new AwqQuantizer(), new AwqOptions { Format = "int3", Except = others }, strong);

        readers.Length.ShouldBeGreaterThan(2);
        aware.ShouldBeLessThan(plain * 0.7);
    }

    [Fact]
    public void Equalize_UnlikeChannels_ComputesTheSameAndRoundsBetterPerTensor()
    {
        ModelGraph unlike = WithUnlikeChannels(StaticQuantizer.Prepare(s_net));
        ModelGraph equal = CrossLayerEqualization.Apply(unlike, 20);
        using Tensor samples = SmallNet.Samples(8);
        float[] exact = DenseNet.Run(unlike, samples);

        DenseNet.SquaredError(DenseNet.Run(equal, samples), exact).ShouldBeLessThan(1e-6 * exact.Sum(v => v * v));
        double plain = Error(new RoundingQuantizer(), new RoundingOptions { Format = "int8", Granularity = GranularityKind.Tensor }, unlike);
        Error(new EqualizeQuantizer(), new EqualizeOptions(), unlike).ShouldBeLessThan(plain / 4);
    }

    [Fact]
    public void BiasCorrection_MeanErrorOfEveryOutput_Vanishes()
    {
        var options = new BiasCorrectionOptions { Format = "int2", Scale = ScaleRule.LeastSquares };
        ModelGraph dense = Single();
        double[] Mean(ModelGraph graph) => Means(graph, dense);

        double[] plain = Mean(new Trial().Run(new RoundingQuantizer(), dense, new RoundingOptions { Format = "int2", Scale = ScaleRule.LeastSquares }).Graph);
        double[] corrected = Mean(new Trial().Run(new BiasCorrectionQuantizer(), dense, options).Graph);

        plain.Max(Math.Abs).ShouldBeGreaterThan(0.01);
        corrected.Max(Math.Abs).ShouldBeLessThan(1e-4);
    }

    [Theory]
    [InlineData("gptq")]
    [InlineData("adaround")]
    [InlineData("awq")]
    [InlineData("equalize")]
    [InlineData("bias-correction")]
    public void Apply_StoredCodes_ComputeExactlyWhatTheSnappedWeightsDo(string method)
    {
        ITechnique technique = TechniqueCatalog.Find("quantize", method)!;

        CompressedModel result = technique.Apply(new Trial().Context, new CompressedModel { Graph = s_net }, technique.Settings.Bind(new Dictionary<string, string>()));

        using Tensor samples = SmallNet.Samples(4);
        DenseNet.Run(result.Coded!, samples).ShouldBe(DenseNet.Run(result.Graph, samples));
    }

    [Theory]
    [InlineData("gptq")]
    [InlineData("adaround")]
    [InlineData("awq")]
    [InlineData("equalize")]
    public void Apply_PrunedWeights_StayZero(string method)
    {
        ITechnique technique = TechniqueCatalog.Find("quantize", method)!;
        ModelGraph pruned = StaticQuantizer.Prepare(s_net);
        string weight = WeightLayer.Of(pruned, [])[2].Weight;
        float[] values = [.. pruned.Parameters[weight].ToFloats().Select((v, i) => i % 2 == 0 ? 0 : v)];
        pruned = pruned with { Parameters = pruned.Parameters.SetItem(weight, TensorData.From<float>(values, pruned.Parameters[weight].Shape)) };

        float[] after = technique.Apply(new Trial().Context, new CompressedModel { Graph = pruned }, technique.Settings.Bind(new Dictionary<string, string>())).Graph.Parameters[weight].ToFloats();

        Enumerable.Range(0, after.Length).Where(i => i % 2 == 0).ShouldAllBe(i => after[i] == 0);
    }

    private static double Error<T>(Technique<T> technique, T options, ModelGraph? graph = null)
        where T : class, new() => Difference(new Trial().Run(technique, graph ?? s_net, options).Graph, graph);

    private static double Difference(ModelGraph changed, ModelGraph? original = null)
    {
        Batch batch = new BatchLoader(Trial.Images.Train.Take(64), 64).Epoch(default, shuffle: false).First();
        using Tensor input = BatchTensors.Input(batch, Trial.Images.SampleShape);
        return DenseNet.SquaredError(DenseNet.Run(changed, input), DenseNet.Run(original ?? s_net, input));
    }

    private static ModelGraph WithUnlikeChannels(ModelGraph graph)
    {
        foreach (ChannelPair pair in ChannelPair.Of(graph, WeightLayer.Of(graph, [])))
        {
            float[] draws = new float[pair.Channels];
            RandomKey.FromSeed(6).Fold(pair.First.Weight).FillNormal(draws, 0, 1.5f);
            graph = pair.Move(graph, Array.ConvertAll(draws, d => Math.Exp(d)));
        }

        return graph;
    }

    private static ModelGraph WithStrongChannels(ModelGraph graph)
    {
        foreach (ChannelPair pair in ChannelPair.Of(graph, WeightLayer.Of(graph, [])))
        {
            float[] second = graph.Parameters[pair.Second.Weight].ToFloats();
            graph = pair.Move(graph, [.. Enumerable.Range(0, pair.Channels).Select(c => c % 16 == 0 ? 1 / 20.0 : 1)]);
            graph = graph with { Parameters = graph.Parameters.SetItem(pair.Second.Weight, TensorData.From<float>(second, pair.Second.Shape)) };
        }

        return graph;
    }

    // One convolution on images that are not centred on zero.
    private static ModelGraph Single()
    {
        var editor = new Lathe.Graph.Editing.GraphEditor("single");
        editor.Inputs.Add(new ValueInfo("x", DType.Float32, ["N", 1, SmallNet.Size, SmallNet.Size]));
        float[] weights = new float[6 * 9];
        RandomKey.FromSeed(11).FillNormal(weights, 0.1f, 0.3f);
        string shift = editor.AddParameter("shift", TensorData.Scalar(0.8f)), weight = editor.AddParameter("w", TensorData.From<float>(weights, new Shape(6, 1, 3, 3)));
        Node moved = editor.Add("Add", ["x", shift]);
        Node conv = editor.Add("Conv", [moved.Outputs[0], weight], AttributeMap.Empty.With("pads", new long[] { 1, 1, 1, 1 }), name: "conv");
        editor.Outputs.Add(new ValueInfo(conv.Outputs[0], DType.Float32, null));
        return GraphVerifier.Verify(editor.ToGraph());
    }

    // Of the validation samples the technique saw: few, because trials are quick runs.
    private static double[] Means(ModelGraph graph, ModelGraph original)
    {
        Batch batch = new BatchLoader(Trial.Images.Validation.Take(64), 64).Epoch(default, shuffle: false).First();
        using Tensor input = BatchTensors.Input(batch, Trial.Images.SampleShape);
        float[] a = DenseNet.Run(graph, input), b = DenseNet.Run(original, input);
        int places = SmallNet.Size * SmallNet.Size;
        double[] sums = new double[6];
        for (int i = 0; i < a.Length; i++)
        {
            sums[i / places % 6] += a[i] - b[i];
        }

        return Array.ConvertAll(sums, s => s * 6 / a.Length);
    }
}
