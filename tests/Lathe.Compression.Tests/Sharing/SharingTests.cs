using Lathe.Compression.Patterns;
using Lathe.Compression.Sharing.Hashing;
using Lathe.Compression.Sharing.Binding;
using Lathe.Compression.Sharing.KMeans;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Sharing;

public class SharingTests
{
    [Fact]
    public void KMeans_AfterPruning_KeepsZerosAndCodebookSizesThroughTraining()
    {
        var trial = new Trial { AskedEpochs = 1 };
        ModelGraph graph = Dense();
        foreach (string name in CompressibleWeights.Of(graph))
        {
            float[] values = graph.Parameters[name].ToFloats();
            graph = graph with { Parameters = graph.Parameters.SetItem(name, TensorData.From<float>(Array.ConvertAll(values, v => Math.Abs(v) < 0.1f ? 0 : v), graph.Parameters[name].Shape)) };
        }

        ModelGraph shared = trial.Run(new KMeansSharing(), graph, new KMeansOptions { Bits = 3, ConvBits = 4, Layers = [$"{First(graph)}=2"] }).Graph;

        foreach (string name in CompressibleWeights.Of(graph))
        {
            float[] before = graph.Parameters[name].ToFloats(), after = shared.Parameters[name].ToFloats();
            Array.ConvertAll(after, v => v == 0).ShouldBe(Array.ConvertAll(before, v => v == 0), name);
            Node reader = graph.Nodes.First(n => n.Inputs.Contains(name));
            after.Where(v => v != 0).Distinct().Count().ShouldBeLessThanOrEqualTo(reader.Name == First(graph) ? 4 : reader.OpType == "Conv" ? 16 : 8, name);
        }

        trial.Tables.Single().Rows.Count.ShouldBe(CompressibleWeights.Of(graph).Count);
    }

    [Fact]
    public void KMeans_TrainingTheCentroids_WinsBackAccuracy()
    {
        var trial = new Trial { AskedEpochs = 5 };
        ModelGraph trained = trial.Train(Dense(), 5);
        var options = new KMeansOptions { Bits = 1 };

        ModelGraph untuned = KMeansSharing.Share(trained, options, default).Graph, tuned = trial.Run(new KMeansSharing(), trained, options).Graph;

        Loss(tuned).ShouldBeLessThan(0.7 * Loss(untuned));
    }

    [Fact]
    public void Hashed_Weights_FollowFromTheirBucketsAndSeed()
    {
        var trial = new Trial { AskedEpochs = 2 };
        ModelGraph graph = Dense();

        ModelGraph hashed = trial.Run(new HashedSharing(), graph, new HashedOptions { Ratio = 0.1, Least = 100 }).Graph;

        int marked = 0;
        foreach (string name in CompressibleWeights.Of(graph))
        {
            float[] weight = hashed.Parameters[name].ToFloats();
            if (HashedWeight.Read(hashed.Metadata, name) is not { } mark)
            {
                weight.Length.ShouldBeLessThan(100);
                continue;
            }

            marked++;
            mark.Buckets.ShouldBe((int)Math.Round(weight.Length * 0.1));
            BoundWeight binding = HashedWeight.Bind(mark.Seed, weight.Length, new float[mark.Buckets]);
            float[] values = HashedWeight.Project(weight, binding);
            binding.Expand(values).ShouldBe(weight, 1e-6);
        }

        marked.ShouldBe(2);
        Loss(hashed).ShouldBeLessThan(Loss(graph));
    }

    [Fact]
    public void Problems_WrongLayerBits_AreNamed()
    {
        new KMeansSharing().Problems(new KMeansOptions { Layers = ["head", "stem=99", "a=3"] }).Count().ShouldBe(2);
        Should.Throw<InvalidInputException>(() => KMeansSharing.Share(Dense(), new KMeansOptions { Except = ["nowhere"] }, default)).Message.ShouldContain("nowhere");
    }

    private static ModelGraph Dense() => ModelZoo.Create("lenet-300-100", new ModelOptions { Classes = SmallNet.Classes, Input = [1, SmallNet.Size, SmallNet.Size], Width = 0.2, Key = RandomKey.FromSeed(1) });

    private static string First(ModelGraph graph) => graph.Nodes.First(n => n.OpType == "Gemm").Name;

    private static double Loss(ModelGraph graph)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Validate(executor, Trial.Images.Validation, 32, new RunOptions()).Loss;
    }
}
