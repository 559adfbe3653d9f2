using Lathe.Compression.Quantization;
using Lathe.Compression.Quantization.Codebook;
using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.WeightOnly;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Tests.Quantization.PostTraining;

public class RoundingQuantizerTests
{
    public static TheoryData<string, GranularityKind, int> Schemes
    {
        get
        {
            var data = new TheoryData<string, GranularityKind, int>();
            foreach (string format in new[] { "int8", "int5", "int3", "uint4", "int2", "ternary", "binary", "fp8-e4m3", "fp8-e5m2", "fp4-e2m1", "pow2-4", "apot-3", "fp16", "bf16", "mxfp4", "mxfp8" })
            {
                data.Add(format, GranularityKind.Channel, 1);
            }

            data.Add("int4", GranularityKind.Tensor, 1);
            data.Add("int4", GranularityKind.Group, 3);
            data.Add("int4", GranularityKind.Block, 8);
            data.Add("int4", GranularityKind.Block, 7);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Apply_AnyFormat_StoredCodesComputeExactlyWhatTheSnappedWeightsDo(string format, GranularityKind granularity, int size)
    {
        var options = new RoundingOptions { Format = format, Granularity = granularity, Size = size };

        CompressedModel dense = new Trial().Run(new RoundingQuantizer(), DenseNet.Create(), options), images = new Trial().Run(new RoundingQuantizer(), SmallNet.Create(), options);

        DenseNet.Run(dense.Coded!).ShouldBe(DenseNet.Run(dense.Graph));
        using Tensor samples = SmallNet.Samples(4);
        DenseNet.Run(images.Coded!, samples).ShouldBe(DenseNet.Run(images.Graph, samples));
    }

    [Theory]
    [InlineData("int4", 4.5)]
    [InlineData("int2", 2.5)]
    [InlineData("binary", 1.5)]
    public void Apply_FewBits_AreStoredAsFewBytes(string format, double bits)
    {
        ModelGraph graph = SmallNet.Create(2);
        CompressedModel result = new Trial().Run(new RoundingQuantizer(), graph, new RoundingOptions { Format = format });

        long weights = Compression.Patterns.CompressibleWeights.Of(StaticQuantizer.Prepare(graph)).Sum(w => (long)StaticQuantizer.Prepare(graph).Parameters[w].Count);
        long rest = StaticQuantizer.Prepare(graph).ParameterBytes - (weights * 4);
        ((result.Coded!.ParameterBytes - rest) * 8.0 / weights).ShouldBeLessThan(bits + 0.5);
    }

    [Fact]
    public void Apply_Asymmetric_UsesZeroPoints()
    {
        ModelGraph graph = DenseNet.Create();
        graph = graph with { Parameters = graph.Parameters.SetItem("w1", TensorData.From<float>(Array.ConvertAll(graph.Parameters["w1"].ToFloats(), v => Math.Abs(v)), graph.Parameters["w1"].Shape)) };
        double Error(bool symmetric) => DenseNet.SquaredError(DenseNet.Run(new Trial().Run(new RoundingQuantizer(), graph, new RoundingOptions { Format = "uint4", Symmetric = symmetric }).Coded!), DenseNet.Run(graph));

        Error(false).ShouldBeLessThan(Error(true) / 2);
    }

    [Fact]
    public void Apply_PrunedWeights_StayZero()
    {
        ModelGraph graph = DenseNet.Create();
        float[] pruned = [.. graph.Parameters["w1"].ToFloats().Select((v, i) => i % 3 == 0 ? 0 : v)];
        graph = graph with { Parameters = graph.Parameters.SetItem("w1", TensorData.From<float>(pruned, graph.Parameters["w1"].Shape)) };

        foreach (ModelGraph result in new[] { new Trial().Run(new RoundingQuantizer(), graph, new RoundingOptions()).Graph, new Trial().Run(new CodebookQuantizer(), graph, new CodebookOptions()).Graph })
        {
            float[] weights = result.Parameters["w1"].ToFloats();
            Enumerable.Range(0, weights.Length).Where(i => i % 3 == 0).ShouldAllBe(i => weights[i] == 0);
        }
    }

    [Fact]
    public void WeightOnly_SameBits_BeatsPlainRounding()
    {
        // Rare large weights, as in transformers: blocks confine them, and fitted scales weigh them.
        ModelGraph graph = DenseNet.Create();
        float[] spiked = [.. graph.Parameters["w1"].ToFloats().Select((v, i) => i % 97 == 0 ? v * 8 : v)];
        graph = graph with { Parameters = graph.Parameters.SetItem("w1", TensorData.From<float>(spiked, graph.Parameters["w1"].Shape)) };
        double Error<T>(Technique<T> technique, T options)
            where T : class, new() => DenseNet.SquaredError(DenseNet.Run(new Trial().Run(technique, graph, options).Graph), DenseNet.Run(graph));

        Error(new WeightOnlyQuantizer(), new WeightOnlyOptions { Size = 8, Least = 0, KeepEnds = false }).ShouldBeLessThan(Error(new RoundingQuantizer(), new RoundingOptions()) * 0.7);
    }

    [Theory]
    [InlineData(CodebookKind.KMeans)]
    [InlineData(CodebookKind.Quantile)]
    [InlineData(CodebookKind.Apot)]
    public void Codebook_ThreeBits_BeatsUniformStepsOnBellShapedWeights(CodebookKind kind)
    {
        ModelGraph graph = SmallNet.Create(2);
        using Tensor samples = SmallNet.Samples(8);
        float[] exact = DenseNet.Run(graph, samples);
        CompressedModel coded = new Trial().Run(new CodebookQuantizer(), graph, new CodebookOptions { Bits = 3, Kind = kind });

        double uniform = DenseNet.SquaredError(exact, DenseNet.Run(new Trial().Run(new RoundingQuantizer(), graph, new RoundingOptions { Format = "int3" }).Graph, samples));

        DenseNet.SquaredError(exact, DenseNet.Run(coded.Graph, samples)).ShouldBeLessThan(uniform);
        DenseNet.Run(coded.Coded!, samples).ShouldBe(DenseNet.Run(coded.Graph, samples));
    }

    [Fact]
    public void Except_UnknownLayer_IsRefusedWithTheNames() =>
        Should.Throw<InvalidInputException>(() => new Trial().Run(new RoundingQuantizer(), DenseNet.Create(), new RoundingOptions { Except = ["third"] })).Message.ShouldContain("first, second");
}
