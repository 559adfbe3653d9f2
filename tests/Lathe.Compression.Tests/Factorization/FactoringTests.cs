using Lathe.Compression.Factorization.Cp;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Monarch;
using Lathe.Compression.Factorization.Separable;
using Lathe.Compression.Factorization.SpatialSvd;
using Lathe.Compression.Factorization.Svd;
using Lathe.Compression.Factorization.TensorTrain;
using Lathe.Compression.Factorization.Tucker2;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Factorization;

/// <summary>What holds for every factorization: at full rank nothing changes, below it the error is the one it says.</summary>
public class FactoringTests
{
    /// <summary>Not for sums of separable filters: a random weight is none of any rank worth having.</summary>
    public static TheoryData<string> ExactKinds => ["svd gemm", "svd matmul", "svd pointwise", "spatial", "tucker", "train 2", "train 3", "monarch", "separable"];

    public static TheoryData<string> Kinds => ["svd gemm", "svd matmul", "svd pointwise", "spatial", "tucker", "train 2", "train 3", "monarch", "separable", "cp"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Solve_BelowFullRank_HasTheErrorItReportsAndKeepsItsEnergy(string kind)
    {
        (ModelGraph graph, LayerFactoring factoring) = Create(kind);
        float[] exact = SingleLayer.Response(graph);
        foreach (double energy in new[] { 0.6, 0.9 })
        {
            int[] ranks = factoring.RanksByEnergy(energy);

            double reported = factoring.Solve(ranks).Error, real = SingleLayer.Distance(exact, SingleLayer.Response(SingleLayer.Replace(graph, factoring, ranks)));

            real.ShouldBe(reported, 1e-3, $"{kind} at {energy}");
            (real * real).ShouldBeLessThanOrEqualTo(1 - energy + 1e-4);
            (reported * reported).ShouldBeLessThanOrEqualTo(factoring.Bound(ranks) + 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(ExactKinds))]
    public void Replace_AtFullRank_ComputesTheSame(string kind)
    {
        (ModelGraph graph, LayerFactoring factoring) = Create(kind);
        int[] ranks = factoring.RanksByShare(1);
        Shape shape = graph.Inputs[0].Bind(3);
        float[] input = SingleLayer.Normal(shape.Count, 9);

        ModelGraph factored = SingleLayer.Replace(graph, factoring, ranks);

        SingleLayer.Distance(SingleLayer.Run(graph, input, shape), SingleLayer.Run(factored, input, shape)).ShouldBeLessThan(1e-5);
        factored.Nodes[^1].Outputs[0].ShouldBe("y");
        factored.Parameters.ContainsKey("w").ShouldBeFalse();
    }

    [Theory]
    [InlineData("spatial")]
    [InlineData("tucker")]
    [InlineData("separable")]
    [InlineData("cp")]
    public void Replace_StridedPaddedDilatedConvolution_ComputesTheSameAtEveryPlace(string kind)
    {
        AttributeMap[] attributes =
        [
            AttributeMap.Empty.With("strides", new[] { 2, 1 }).With("pads", new[] { 1, 0, 2, 1 }),
            AttributeMap.Empty.With("dilations", new[] { 1, 2 }).With("pads", new[] { 1, 2, 1, 2 }),
            AttributeMap.Empty.With("strides", new[] { 2, 2 }).With("auto_pad", "SAME_UPPER"),
        ];
        foreach (AttributeMap given in attributes)
        {
            ModelGraph graph = SingleLayer.Convolution(5, 4, 3, 3, Separable(5, 4), given);
            LayerFactoring factoring = Factoring(kind, SingleLayer.Layer(graph));
            Shape shape = graph.Inputs[0].Bind(2);
            float[] input = SingleLayer.Normal(shape.Count, 10);

            ModelGraph factored = SingleLayer.Replace(graph, factoring, kind == "cp" ? [12] : factoring.RanksByShare(1));

            SingleLayer.Distance(SingleLayer.Run(graph, input, shape), SingleLayer.Run(factored, input, shape)).ShouldBeLessThan(kind == "cp" ? 0.02 : 1e-5, kind);
        }
    }

    internal static (ModelGraph Graph, LayerFactoring Factoring) Create(string kind)
    {
        ModelGraph graph = kind switch
        {
            "svd gemm" => SingleLayer.Dense(14, 20),
            "svd matmul" => SingleLayer.Dense(14, 20, "MatMul"),
            "svd pointwise" => SingleLayer.Convolution(10, 12, 1, 1),
            "train 2" => SingleLayer.Dense(12, 20),
            "train 3" => SingleLayer.Dense(8, 27, "MatMul"),
            "monarch" => SingleLayer.Dense(12, 20),
            _ => SingleLayer.Convolution(8, 6, 3, 3),
        };
        return (graph, Factoring(kind, SingleLayer.Layer(graph)));
    }

    private static LayerFactoring Factoring(string kind, LinearLayer layer) => kind switch
    {
        "spatial" => new SpatialFactoring(layer),
        "tucker" => new TuckerFactoring(layer),
        "cp" => new CpFactoring(layer),
        "train 2" => new TrainFactoring(layer, 2),
        "train 3" => new TrainFactoring(layer, 3),
        "monarch" => new MonarchFactoring(layer, 4),
        "separable" => new SeparableFactoring(layer),
        _ => new SvdFactoring(layer),
    };

    // A sum of twelve separable filters, so that each method can be exact.
    private static float[] Separable(int outputs, int inputs)
    {
        float[] a = SingleLayer.Normal(outputs * 4, 21), b = SingleLayer.Normal(inputs * 4, 22), c = SingleLayer.Normal(12, 23), d = SingleLayer.Normal(12, 24), weight = new float[outputs * inputs * 9];
        for (int i = 0; i < weight.Length; i++)
        {
            (int o, int channel, int y, int x) = (i / 9 / inputs, i / 9 % inputs, i % 9 / 3, i % 3);
            for (int r = 0; r < 4; r++)
            {
                weight[i] += a[(o * 4) + r] * b[(channel * 4) + r] * c[(y * 4) + r] * d[(x * 4) + r];
            }
        }

        return weight;
    }
}
