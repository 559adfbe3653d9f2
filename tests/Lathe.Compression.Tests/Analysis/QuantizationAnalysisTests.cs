using Lathe.Compression.Analysis.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Quantization.Training;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Analysis;

public class QuantizationAnalysisTests
{
    [Fact]
    public void ErrorMeter_MeasuresNoiseAndItsHistogram()
    {
        var meter = new ErrorMeter(8);

        meter.Add([10, -10, 10, -10], [10.1f, -10.1f, 9.9f, -9.9f]);

        meter.SignalToNoise.ShouldBe(40, 1e-3);
        meter.MeanSquare.ShouldBe(0.01, 1e-6);
        meter.Mean.ShouldBe(0, 1e-6);
        meter.Bins.Sum().ShouldBe(4);
        Enumerable.Range(0, 8).Where(b => meter.Bins[b] > 0).Select(meter.Center).ShouldAllBe(c => Math.Abs(Math.Abs(c) - 0.1) <= meter.Reach / 8 * 1.0001);
    }

    [Fact]
    public void Saturation_CountsWhatLiesBeyondTheCodes()
    {
        var editor = new GraphEditor("net");
        editor.Inputs.Add(new ValueInfo(editor.Fresh("input"), DType.Float32, ["N", 1, 12, 12]));
        string scale = editor.AddParameter("s", TensorData.Scalar(0.01f)), zero = editor.AddParameter("z", TensorData.Scalar((byte)100));
        string codes = editor.Add("QuantizeLinear", ["input", scale, zero]).Outputs[0];
        editor.Outputs.Add(new ValueInfo(editor.Add("DequantizeLinear", [codes, scale, zero]).Outputs[0], DType.Float32, null));
        DataSplit data = Trial.Images.Validation.Take(20);
        float[] values = [.. Enumerable.Range(0, 20).SelectMany(i => { float[] sample = new float[144]; data.Read(i, sample); return sample; })];

        Saturation found = Saturation.Read(editor.ToGraph(), data).Single();

        found.Below.ShouldBe(values.Average(v => v < -1.005 ? 1.0 : 0), 1e-9);
        found.Above.ShouldBe(values.Average(v => v > 1.555 ? 1.0 : 0), 1e-9);
        found.Above.ShouldBeGreaterThan(0.01);
    }

    /// <summary>Of a linear classifier the gradient's signs can be written down; PGD stays within epsilon and harms at least as much.</summary>
    [Fact]
    public void Attacks_FollowTheGradientWithinEpsilon()
    {
        var trial = new Trial();
        var b = new GraphBuilder("linear", RandomKey.FromSeed(4));
        ModelGraph graph = trial.Train(b.Build(b.Linear(b.Flatten(b.Input("input", DType.Float32, 1, 12, 12), 144), 4, "head"), "logits", "N", 4), 2, 0.01f);
        DataSplit data = trial.Data.Validation.Take(64);
        Batch batch = new BatchLoader(data.Take(1), 1).Epoch(default, shuffle: false).First();
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        Tensor input = BatchTensors.Input(batch, data.Shape);
        using var fgsm = new Attack(graph, 0.1, 1, RandomKey.FromSeed(1));
        using var pgd = new Attack(graph, 0.1, 7, RandomKey.FromSeed(1));

        float[] before = input.ToArray<float>(), after = fgsm.Change(input, BatchTensors.Labels(batch), RandomKey.FromSeed(2)).ToArray<float>();

        float[] w = graph.Parameters["head.weight"].ToFloats(), p = Functions.Softmax(executor.Run(input)).ToArray<float>();
        for (int i = 0; i < 144; i++)
        {
            double slope = Enumerable.Range(0, 4).Sum(c => (p[c] - (c == batch.Labels[0] ? 1 : 0)) * (double)w[(c * 144) + i]);
            (after[i] - before[i]).ShouldBe(0.1f * Math.Sign(slope), 1e-5f);
        }

        pgd.Change(input, BatchTensors.Labels(batch), RandomKey.FromSeed(2)).ToArray<float>().Zip(before).ShouldAllBe(v => Math.Abs(v.First - v.Second) <= 0.1001f);
        double clean = Evaluator.Accuracy(executor, data), harmed = fgsm.Accuracy(executor, data);
        harmed.ShouldBeLessThan(clean);
        pgd.Accuracy(executor, data).ShouldBeLessThanOrEqualTo(harmed + 0.04);
    }

    [Fact]
    public void Apply_ShowsEveryTable_AndKeepsTheNetwork()
    {
        var trial = new Trial { AskedEpochs = 0 };
        CompressedModel coded = QatTrial.Run("lsq", SmallNet.Create(), trial, "weights=8", "activations=8").Result, low = QatTrial.Run("lsq", SmallNet.Create(), trial, "weights=3", "activations=8").Result;
        trial.Tables.Clear();

        CompressedModel after = new QuantizationAnalysis().Apply(trial.Context, coded, new QuantizationOptions());
        double[] eight = Noise(trial);
        trial.Tables.Clear();
        new QuantizationAnalysis().Apply(trial.Context, low, new QuantizationOptions());
        double[] three = Noise(trial);

        after.ShouldBeSameAs(coded);
        trial.Tables.Select(t => t.Name).ShouldBe(["sqnr", "quantization-errors", "saturation", "classes", "calibration", "robustness"]);
        eight.Length.ShouldBeGreaterThan(8);
        eight.ShouldAllBe(d => d > 15);
        three.Average().ShouldBeLessThan(eight.Average() - 8);
        trial.Tables.Single(t => t.Name == "quantization-errors").Rows.GroupBy(r => r[0]).ShouldAllBe(g => Math.Abs(g.Sum(r => (double)r[2]!) - 1) < 1e-9);
        Should.Throw<InvalidInputException>(() => new QuantizationAnalysis().Apply(trial.Context, coded with { Coded = null }, new QuantizationOptions())).Message.ShouldContain("quantize step");
    }

    [Fact]
    public void Training_DrawsTheCurveOfItsQuantizationError()
    {
        var trial = new Trial { AskedEpochs = 2, Data = Trial.Images with { Train = Trial.Images.Train.Take(64) } };

        QatTrial.Run("lsq", SmallNet.Create(), trial, "weights=3");

        TechniqueTable curve = trial.Tables.Single(t => t.Name == "msqe");
        curve.Rows.Select(r => (int)r[0]!).Distinct().ShouldBe([0, 1, 2]);
        curve.Rows.ShouldAllBe(r => (double)r[2]! > 0 && (double)r[2]! < 0.2);
    }

    private static double[] Noise(Trial trial) => [.. trial.Tables.Single(t => t.Name == "sqnr").Rows.Select(r => (double?)r[1]).OfType<double>()];
}
