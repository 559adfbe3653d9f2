using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization.Training;

public class QuantizerInsertionTests
{
    private static readonly Trial s_still = new() { AskedEpochs = 0 };

    [Fact]
    public void Lsq_StepsAreLearnedAndStartAtTheLeastError()
    {
        ModelGraph start = QatTrial.Run("lsq", SmallNet.Create(), s_still).Start;
        Node[] quantizers = [.. start.Nodes.Where(n => n.OpType == "LearnedStepQuantize")];
        HashSet<string> learned = ParameterStore.LearnedNames(start);

        quantizers.ShouldAllBe(q => learned.Contains(q.Inputs[1]));
        Node weight = quantizers.First(q => start.Parameters.ContainsKey(q.Inputs[0]) && q.Attributes.Int("high", 0) == 7);
        TensorData data = start.Parameters[weight.Inputs[0]];
        float[] steps = start.Parameters[weight.Inputs[1]].ToFloats(), first = data.ToFloats()[..(data.Count / data.Shape[0])];
        steps.Length.ShouldBe(data.Shape[0]);
        double least = Error(first, steps[0]);
        foreach (float other in new[] { 0.7f, 0.85f, 1.15f, 1.4f })
        {
            Error(first, steps[0] * other).ShouldBeGreaterThan(least * 0.98);
        }

        static double Error(float[] values, float step) => values.Sum(v => Math.Pow(v - (Math.Clamp(Math.Round(v / step), -8, 7) * step), 2));
    }

    [Fact]
    public void Ends_HaveTheirOwnBits()
    {
        ModelGraph start = QatTrial.Run("lsq", SmallNet.Create(), s_still, "weights=2", "activations=2").Start;
        Node[] layers = [.. start.Nodes.Where(n => n.OpType is "Conv" or "Gemm")];
        var index = new GraphIndex(start);
        long[] highs = [.. layers.Select(l => index.Producer(l.Inputs[1])!.Attributes.Int("high", 0))];

        highs[0].ShouldBe(63);
        highs[^1].ShouldBe(63);
        highs.Skip(1).SkipLast(1).ShouldAllBe(h => h == 1);
    }

    /// <summary>Behind a rectifier every sign is the same: signs are taken before it, the sum beside still reads the rectified value.</summary>
    [Fact]
    public void Bnn_TakesSignsBeforeRectifiers()
    {
        ModelGraph start = QatTrial.Run("bnn", SmallNet.Create(), s_still).Start;
        var index = new GraphIndex(start);
        Node[] signs = [.. start.Nodes.Where(n => n.OpType == "Binarize" && !start.Parameters.ContainsKey(n.Inputs[0]))];

        signs.Length.ShouldBeGreaterThan(4);
        signs.ShouldAllBe(s => index.Producer(s.Inputs[0])!.OpType != "Relu");
    }

    [Fact]
    public void Xnor_Convolution_IsScaledByTheMeanMagnitudeOfFilterAndWindow()
    {
        var b = new GraphBuilder("one", RandomKey.FromSeed(3));
        string x = b.Conv(b.Input("input", DType.Float32, 1, SmallNet.Size, SmallNet.Size), 3, 1, name: "first");
        string y = b.Conv(x, 2, 3, name: "middle");
        ModelGraph graph = b.Build(b.Linear(b.GlobalAveragePool(y), 4, "last"), "logits", "N", 4);
        ModelGraph start = QatTrial.Run("xnor", graph, s_still, "ends=32").Start;
        start = start with { Outputs = [new ValueInfo("middle/scaled/out", DType.Float32, null)] };
        using Tensor input = SmallNet.Samples(1);

        float[] actual = QatTrial.Outputs(start, input), seen = QatTrial.Outputs(graph with { Outputs = [new ValueInfo(x, DType.Float32, null)] }, input);
        float[] w = graph.Parameters["middle.weight"].ToFloats();

        const int Size = SmallNet.Size;
        for (int o = 0; o < 2; o++)
        {
            double alpha = w.Skip(o * 27).Take(27).Average(v => (double)Math.Abs(v));
            for (int place = 0; place < Size * Size; place++)
            {
                (int row, int column) = (place / Size, place % Size);
                double product = 0, magnitude = 0;
                for (int k = 0; k < 27; k++)
                {
                    (int c, int r, int q) = (k / 9, row + (k / 3 % 3) - 1, column + (k % 3) - 1);
                    if (r is >= 0 and < Size && q is >= 0 and < Size)
                    {
                        float value = seen[(c * Size * Size) + (r * Size) + q];
                        product += (value < 0 ? -1 : 1) * (w[(o * 27) + k] < 0 ? -1 : 1);
                        magnitude += Math.Abs(value) / 3 / 9;
                    }
                }

                ((double)actual[(o * Size * Size) + place]).ShouldBe(alpha * product * magnitude, 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("lsq")]
    [InlineData("ste")]
    [InlineData("dorefa")]
    [InlineData("soft")]
    [InlineData("ttq")]
    public void Training_KeepsZerosOfEarlierSteps(string method)
    {
        ModelGraph graph = SmallNet.Create();
        string weight = graph.Nodes.Where(n => n.OpType == "Conv").ElementAt(2).Inputs[1];
        float[] values = graph.Parameters[weight].ToFloats();
        for (int i = 0; i < values.Length; i += 2)
        {
            values[i] = 0;
        }

        graph = graph with { Parameters = graph.Parameters.SetItem(weight, TensorData.From<float>(values, graph.Parameters[weight].Shape)) };
        float[] trained = QatTrial.Run(method, graph, new Trial { AskedEpochs = 1, Data = Trial.Images with { Train = Trial.Images.Train.Take(64) } }).Result.Graph.Parameters[weight].ToFloats();

        trained.Where((_, i) => i % 2 == 0).ShouldAllBe(v => v == 0);
        trained.Count(v => v != 0).ShouldBeGreaterThan(trained.Length / 4);
    }

    [Fact]
    public void SharedWeights_KeepOneStepForTheWholeTensor()
    {
        ModelGraph graph = SmallNet.Create();
        string weight = graph.Nodes.Where(n => n.OpType == "Conv").ElementAt(2).Inputs[1];
        float[] values = Array.ConvertAll(graph.Parameters[weight].ToFloats(), v => MathF.Sign(v) * (Math.Abs(v) > 0.1f ? 0.2f : 0.05f));
        graph = graph with { Parameters = graph.Parameters.SetItem(weight, TensorData.From<float>(values, graph.Parameters[weight].Shape)) };

        QatTrial trial = QatTrial.Run("lsq", graph, s_still);

        trial.Start.Parameters[weight + "/step"].Count.ShouldBe(1);
        trial.Result.Graph.Parameters[weight].ToFloats().Distinct().Count().ShouldBeLessThanOrEqualTo(4);
    }
}
