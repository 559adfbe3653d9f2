using Lathe.Compression.Sharing.Binding;
using Lathe.Compression.Sharing.Hashing;
using Lathe.Compression.Sharing.KMeans;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Compression.Tests.Sharing;

public class WeightBindingTests
{
    [Fact]
    public void Bind_SharedWeights_ComputesTheSameAndReleasesTheSame()
    {
        using TensorScope scope = TensorScope.Begin();
        (ModelGraph graph, IReadOnlyDictionary<string, BoundWeight> weights, _) = KMeansSharing.Share(SmallNet.Create(), new KMeansOptions { Bits = 4 }, default);

        ModelGraph bound = GraphVerifier.Verify(WeightBinding.Bind(graph, weights));

        weights.Count.ShouldBeGreaterThan(5);
        Run(bound).ShouldBe(Run(graph), 1e-6);
        ModelGraph released = WeightBinding.Release(graph, bound, weights);
        released.Parameters.Count.ShouldBe(graph.Parameters.Count);
        released.Parameters.All(p => p.Value.Bytes.Span.SequenceEqual(graph.Parameters[p.Key].Bytes.Span)).ShouldBeTrue();
    }

    /// <summary>Recurrent matrices and embedding tables are looked up like any other weight, and their values get gradients.</summary>
    [Fact]
    public void Bind_LanguageModel_ComputesTheSameAndReachesEveryValueList()
    {
        ModelGraph plain = ModelZoo.Create("lstm-lm", new ModelOptions { Input = [6], Width = 0.05, Vocabulary = 20, Key = RandomKey.FromSeed(3) });
        (ModelGraph graph, IReadOnlyDictionary<string, BoundWeight> weights, _) = KMeansSharing.Share(plain, new KMeansOptions { Bits = 2 }, default);
        ModelGraph bound = GraphVerifier.Verify(WeightBinding.Bind(graph, weights));
        using TensorScope scope = TensorScope.Begin();
        Tensor words = Functions.Cast(Tensor.From<long>([1, 2, 3, 4, 5, 19], new Shape(1, 6)), graph.Inputs[0].Type);
        using var first = new GraphExecutor(graph);
        using var second = new GraphExecutor(bound);
        using GradientTape tape = GradientTape.Begin();

        Tensor output = second.Run(words);
        tape.Backward(Functions.Sum(Functions.Multiply(output, output), Enumerable.Range(0, output.Rank).ToArray()));

        output.ToArray<float>().ShouldBe(first.Run(words).ToArray<float>(), 1e-5);
        weights.Count.ShouldBeGreaterThan(3);
        foreach (string name in weights.Keys)
        {
            second.Parameters.All[WeightBinding.ValuesOf(name)].Gradient.ShouldNotBeNull(name).ToArray<float>().ShouldContain(g => g != 0, name);
        }
    }

    [Fact]
    public void Bind_GradientOfAValue_IsTheSumOverItsMembers()
    {
        (ModelGraph graph, IReadOnlyDictionary<string, BoundWeight> weights, _) = KMeansSharing.Share(Pruned(SmallNet.Create()), new KMeansOptions { Bits = 3 }, default);

        Dictionary<string, float[]> plain = Gradients(graph), bound = Gradients(WeightBinding.Bind(graph, weights));

        foreach ((string name, BoundWeight weight) in weights)
        {
            weight.Entries.ShouldContain(-1);
            double[] sums = new double[weight.Values.Length];
            for (int i = 0; i < weight.Entries.Length; i++)
            {
                if (weight.Entries[i] >= 0)
                {
                    sums[weight.Entries[i]] += plain[name][i];
                }
            }

            float[] gradient = bound[WeightBinding.ValuesOf(name)];
            double size = sums.Max(Math.Abs);
            gradient.Zip(sums, (g, s) => Math.Abs(g - s)).Max().ShouldBeLessThan(1e-3 * size, name);
        }
    }

    [Fact]
    public void Bind_HashedWeights_GradientIsTheSignedSum()
    {
        ModelGraph graph = SmallNet.Create();
        string name = graph.Parameters.Keys.Order(StringComparer.Ordinal).First(k => graph.Parameters[k].Shape.Rank == 4 && graph.Parameters[k].Count > 200);
        float[] values = new float[30];
        RandomKey.FromSeed(8).FillNormal(values);
        BoundWeight weight = HashedWeight.Bind(77, graph.Parameters[name].Count, values);
        graph = graph with { Parameters = graph.Parameters.SetItem(name, TensorData.From<float>(weight.Expand(values), graph.Parameters[name].Shape)) };

        float[] plain = Gradients(graph)[name], bound = Gradients(WeightBinding.Bind(graph, new Dictionary<string, BoundWeight> { [name] = weight }))[WeightBinding.ValuesOf(name)];

        double[] sums = new double[30];
        for (int i = 0; i < plain.Length; i++)
        {
            sums[weight.Entries[i]] += plain[i] * weight.Signs![i];
        }

        bound.Zip(sums, (g, s) => Math.Abs(g - s)).Max().ShouldBeLessThan(1e-3 * sums.Max(Math.Abs));
    }

    private static ModelGraph Pruned(ModelGraph graph)
    {
        foreach ((string name, TensorData data) in graph.Parameters.Where(p => p.Value.Shape.Rank >= 2))
        {
            float[] values = data.ToFloats();
            float limit = values.Select(Math.Abs).Order().ElementAt(values.Length / 2);
            graph = graph with { Parameters = graph.Parameters.SetItem(name, TensorData.From<float>(Array.ConvertAll(values, v => Math.Abs(v) < limit ? 0 : v), data.Shape)) };
        }

        return graph;
    }

    private static float[] Run(ModelGraph graph)
    {
        using var executor = new GraphExecutor(graph);
        return executor.Run(SmallNet.Samples(4)).ToArray<float>();
    }

    private static Dictionary<string, float[]> Gradients(ModelGraph graph)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        using GradientTape tape = GradientTape.Begin();
        Tensor output = executor.Run(SmallNet.Samples(4), new RunOptions { Training = true });
        tape.Backward(Functions.Sum(Functions.Multiply(output, output), [0, 1]));
        return executor.Parameters.Learned.Where(p => p.Gradient is not null).ToDictionary(p => p.Name!, p => p.Gradient!.ToArray<float>());
    }
}
