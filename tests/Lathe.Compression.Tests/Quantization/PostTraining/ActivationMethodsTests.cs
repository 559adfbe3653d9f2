using Lathe.Compression.Quantization;
using Lathe.Compression.Quantization.DataFree;
using Lathe.Compression.Quantization.Dynamic;
using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.Scaling;
using Lathe.Compression.Quantization.SmoothQuant;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Quantization.PostTraining;

public class ActivationMethodsTests
{
    private static readonly ModelGraph s_net = SmallNet.Create();

    [Fact]
    public void Dynamic_DenseLayers_ComputeInIntegersCloseToTheNetwork()
    {
        ModelGraph graph = DenseNet.Create();

        CompressedModel result = new Trial().Run(new DynamicQuantizer(), graph, new DynamicOptions { Bits = 8 });

        result.Coded!.Nodes.Count(n => n.OpType == "MatMulInteger").ShouldBe(2);
        result.Coded.Parameters.Values.ShouldNotContain(p => p.Type == DType.Float32 && p.Count > 100);
        float[] exact = DenseNet.Run(graph), coded = DenseNet.Run(result.Coded);
        DenseNet.SquaredError(exact, coded).ShouldBeLessThan(1e-3 * exact.Sum(v => v * v));
    }

    [Fact]
    public void Dynamic_InputsOfAnyScale_KeepTheirAccuracy()
    {
        // A static scale would be fixed by the larger input; here each input has its own.
        ModelGraph graph = DenseNet.Create();
        ModelGraph coded = new Trial().Run(new DynamicQuantizer(), graph, new DynamicOptions { Bits = 8 }).Coded!;
        float[] values = new float[DenseNet.Inputs];
        RandomKey.FromSeed(8).FillNormal(values);
        foreach (float scale in new[] { 1f, 1000f })
        {
            using Tensor input = Tensor.From<float>(Array.ConvertAll(values, v => v * scale), new Shape(1, DenseNet.Inputs));
            float[] exact = DenseNet.Run(graph, input);

            DenseNet.SquaredError(exact, DenseNet.Run(coded, input)).ShouldBeLessThan(1e-3 * exact.Sum(v => v * v));
        }
    }

    [Fact]
    public void Dynamic_ConvolutionsToo_WhenAsked()
    {
        using Tensor samples = SmallNet.Samples(4);
        CompressedModel result = new Trial().Run(new DynamicQuantizer(), s_net, new DynamicOptions { Convolutions = true, Bits = 8 });

        result.Coded!.Nodes.Count(n => n.OpType == "ConvInteger").ShouldBeGreaterThan(5);
        float[] exact = DenseNet.Run(s_net, samples);
        DenseNet.SquaredError(exact, DenseNet.Run(result.Coded, samples)).ShouldBeLessThan(0.01 * exact.Sum(v => v * v));
    }

    [Fact]
    public void SmoothQuant_OutlierChannels_BeatsPlainRoundingOfActivations()
    {
        ModelGraph graph = WithOutliers(StaticQuantizer.Prepare(s_net));

        Error(new SmoothQuantOptions(), graph).ShouldBeLessThan(Plain(graph) * 0.7);
    }

    [Fact]
    public void DataFree_Ranges_HoldWhatTheNetworkComputesAndAreNotMuchWider()
    {
        CompressedModel result = new Trial().Run(new DataFreeQuantizer(), s_net, new DataFreeOptions());
        using Tensor samples = SmallNet.Samples(32);
        float[] exact = DenseNet.Run(s_net, samples), coded = DenseNet.Run(result.Coded!, samples);

        result.Coded!.Nodes.ShouldContain(n => n.OpType == "QuantizeLinear");
        DenseNet.SquaredError(exact, coded).ShouldBeLessThan(0.1 * exact.Sum(v => v * v));
    }

    [Fact]
    public void DataFree_UnlikeChannels_BeatsPlainRounding()
    {
        // The paper's case: one scale for the tensor, ranges that differ by channel.
        ModelGraph unlike = WithUnlikeNormalisation(s_net);
        using Tensor samples = SmallNet.Samples(32);
        float[] exact = DenseNet.Run(unlike, samples);
        double Of(bool equalize) => DenseNet.SquaredError(exact, DenseNet.Run(
            new Trial().Run(new DataFreeQuantizer(), unlike, new DataFreeOptions { Format = "int5", Granularity = Lathe.Tensors.Formats.GranularityKind.Tensor, Equalize = equalize, CorrectBias = equalize }).Coded!, samples));

        Of(true).ShouldBeLessThan(Of(false) * 0.7);
    }

    [Fact]
    public void DataFree_NoNormalisation_IsRefused() =>
        Should.Throw<InvalidInputException>(() => new Trial().Run(new DataFreeQuantizer(), DenseNet.Create(), new DataFreeOptions())).Message.ShouldContain("no batch normalisation");

    [Fact]
    public void ValueStatistics_RectifiedNormal_HasTheKnownMoments()
    {
        ValueStatistics rectified = ValueStatistics.Normal([0, 1], [1, 4], 6).Through(v => Math.Max(0, v));

        // E[max(0, z)] = 1 / sqrt(2 pi), E[max(0, z)^2] = 1/2; with mean 1 and deviation 2: Phi(1/2) + 2 phi(1/2).
        rectified.Mean[0].ShouldBe(1 / Math.Sqrt(2 * Math.PI), 1e-3);
        rectified.Variance[0].ShouldBe(0.5 - (1 / (2 * Math.PI)), 1e-3);
        rectified.Mean[1].ShouldBe(0.691462 + (2 * 0.352065), 1e-3);
        rectified.Low.ShouldBe(0);
        rectified.High.ShouldBe(13);
    }

    [Theory]
    [InlineData("int7")]
    [InlineData("int4")]
    public void Rounding_ActivationsToo_QuantizesValuesBetweenLayers(string format)
    {
        using Tensor input = Images();
        float[] exact = DenseNet.Run(s_net, input);

        CompressedModel result = new Trial().Run(new RoundingQuantizer(), s_net, new RoundingOptions { Format = format, Activations = ActivationCodes.Int8 });

        result.Coded!.Nodes.Count(n => n.OpType == "QuantizeLinear").ShouldBeGreaterThan(5);
        float[] weights = DenseNet.Run(result.Graph, input), both = DenseNet.Run(result.Coded, input);
        DenseNet.SquaredError(both, weights).ShouldBeGreaterThan(0);
        DenseNet.SquaredError(both, weights).ShouldBeLessThan(0.05 * exact.Sum(v => v * v));
    }

    [Fact]
    public void MovingAverage_FollowsBatches()
    {
        var histogram = new RangeHistogram();
        histogram.Add([-1f, 2f]);
        histogram.Add([-3f, 12f]);

        (float low, float high) = RangeChoice.Choose(histogram, CalibrationMethod.MovingAverage);

        low.ShouldBe(-1.2f, 1e-6f);
        high.ShouldBe(3f, 1e-6f);
        RangeChoice.Choose(histogram, CalibrationMethod.MinMax).ShouldBe((-3f, 12f));
    }

    private static Tensor Images()
    {
        Batch batch = new BatchLoader(Trial.Images.Train.Take(64), 64).Epoch(default, shuffle: false).First();
        return BatchTensors.Input(batch, Trial.Images.SampleShape);
    }

    private static double Error(SmoothQuantOptions options, ModelGraph graph)
    {
        using Tensor input = Images();
        return DenseNet.SquaredError(DenseNet.Run(new Trial().Run(new SmoothQuantQuantizer(), graph, options).Coded!, input), DenseNet.Run(graph, input));
    }

    // The same, but nothing is moved between activations and weights.
    private static double Plain(ModelGraph graph)
    {
        using Tensor input = Images();
        Batch batch = new BatchLoader(Trial.Images.Validation.Take(64), 64).Epoch(default, shuffle: false).First();
        using Tensor calibration = BatchTensors.Input(batch, Trial.Images.SampleShape);
        ModelGraph coded = StaticQuantizer.Quantize(graph, [new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = calibration }], new QuantizeOptions { Calibration = CalibrationMethod.MinMax });
        return DenseNet.SquaredError(DenseNet.Run(coded, input), DenseNet.Run(graph, input));
    }

    // Channels that are large by activation and small by weight: the network computes the same.
    private static ModelGraph WithOutliers(ModelGraph graph)
    {
        foreach (ChannelPair pair in ChannelPair.Of(graph, WeightLayer.Of(graph, [])))
        {
            graph = pair.Move(graph, [.. Enumerable.Range(0, pair.Channels).Select(c => c % 8 == 0 ? 1 / 50.0 : 1)]);
        }

        return graph;
    }

    private static ModelGraph WithUnlikeNormalisation(ModelGraph graph)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(graph);
        foreach (ChannelPair pair in ChannelPair.Of(prepared, WeightLayer.Of(prepared, [])))
        {
            Node normalisation = graph.Nodes.First(n => n.OpType == "BatchNormalization" && n.Outputs[0] == pair.First.Node.Outputs[0]);
            float[] draws = new float[pair.Channels], second = graph.Parameters[pair.Second.Weight].ToFloats();
            RandomKey.FromSeed(6).Fold(pair.First.Weight).FillNormal(draws, 0, 1.5f);
            var parameters = graph.Parameters;
            foreach (string name in normalisation.Inputs.Skip(1).Take(2))
            {
                parameters = parameters.SetItem(name, TensorData.From<float>([.. graph.Parameters[name].ToFloats().Select((v, c) => v * MathF.Exp(draws[c]))], new Shape(draws.Length)));
            }

            for (int output = 0; output < pair.Second.Outputs; output++)
            {
                for (int k = 0; k < pair.Second.Inputs; k++)
                {
                    second[pair.Second.Place(output, k)] /= MathF.Exp(draws[pair.ChannelOf(output, k)]);
                }
            }

            graph = graph with { Parameters = parameters.SetItem(pair.Second.Weight, TensorData.From<float>(second, pair.Second.Shape)) };
        }

        return graph;
    }
}
