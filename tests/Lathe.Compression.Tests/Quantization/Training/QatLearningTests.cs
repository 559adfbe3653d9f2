using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Quantization.Training;

/// <summary>Few bits learn: on blobs in noise, in seconds.</summary>
public class QatLearningTests
{
    private static readonly Dataset s_data = SyntheticImages.Create(4, 1, 8, 640, 200, RandomKey.FromSeed(4));

    /// <summary>The network of the XNOR reproduction, narrow: every weight and every activation a sign, the input's too.</summary>
    [Theory]
    [InlineData("bnn")]
    [InlineData("xnor")]
    public void Lfc_OfSignsOnly_Learns(string method)
    {
        ModelGraph lfc = ModelZoo.Create("lfc", new ModelOptions { Classes = 4, Input = [1, 8, 8], Width = 0.0625, Key = RandomKey.FromSeed(1) });

        QatTrial trial = QatTrial.Run(method, lfc, new Trial { Data = s_data, AskedEpochs = 15 }, "ends=0");

        Accuracy(trial.Result.Coded!).ShouldBeGreaterThan(0.8);
        trial.Result.Graph.Nodes.Where(n => n.OpType == "Gemm").ShouldAllBe(n => trial.Result.Graph.Parameters[n.Inputs[1]].ToFloats().Chunk(64).All(r => r.Select(Math.Abs).Distinct().Count() == 1));
    }

    /// <summary>With two bits rounding afterwards ruins a network; training with learned steps repairs it.</summary>
    [Fact]
    public void Lsq_OfTwoBits_BeatsRoundingAfterwards()
    {
        var trial = new Trial { Data = s_data, AskedEpochs = 4 };
        ModelGraph fresh = ModelZoo.Create("lenet5", new ModelOptions { Classes = 4, Input = [1, 16, 16], Width = 0.2, Key = RandomKey.FromSeed(6) });
        Dataset data = SyntheticImages.Create(4, 1, 16, 640, 200, RandomKey.FromSeed(4));
        trial = new Trial { Data = data, AskedEpochs = 4 };
        ModelGraph trained = trial.Train(fresh, 4, 0.02f);

        double rounded = Accuracy(QatTrial.Run("lsq", trained, new Trial { Data = data, AskedEpochs = 0 }, "weights=2", "activations=2", "ends=2").Result.Coded!, data);
        QatTrial learned = QatTrial.Run("lsq", trained, trial, "weights=2", "activations=2", "ends=2", "teacher=baseline");

        Accuracy(learned.Result.Coded!, data).ShouldBeGreaterThan(rounded + 0.1);
        Accuracy(learned.Result.Coded!, data).ShouldBeGreaterThan(0.9);
        learned.Trained.Parameters.Where(p => p.Key.EndsWith("/step", StringComparison.Ordinal)).ShouldAllBe(p => !p.Value.ToFloats().SequenceEqual(learned.Start.Parameters[p.Key].ToFloats()));
    }

    private static double Accuracy(ModelGraph graph, Dataset? data = null)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Accuracy(executor, (data ?? s_data).Validation);
    }
}
