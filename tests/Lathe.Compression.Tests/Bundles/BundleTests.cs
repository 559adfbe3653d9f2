using Lathe.Compression.Bundles;
using Lathe.Compression.Bundles.Compress;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sharing.KMeans;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Bundles;

public class BundleTests
{
    [Theory]
    [InlineData("resnet8")]
    [InlineData("ds-cnn")]
    [InlineData("lstm-lm")]
    public void ToBytes_AZooNetwork_ComesBackIdentical(string name)
    {
        ModelGraph graph = ModelZoo.Create(name, new ModelOptions { Width = 0.25, Vocabulary = 300, Key = RandomKey.FromSeed(3) });

        Bundle.Read(new MemoryStream(Bundle.ToBytes(graph))).ShouldBeIdentical(graph);
    }

    [Fact]
    public void ToBytes_EveryKindOfThing_ComesBackIdentical()
    {
        ModelGraph graph = EverythingNet.Create();

        byte[] bytes = Bundle.ToBytes(graph);

        Bundle.Read(new MemoryStream(bytes)).ShouldBeIdentical(graph);
        Bundle.ToBytes(graph).ShouldBe(bytes);
    }

    [Fact]
    public void ToBytes_LeNet300PrunedTo8PercentWith5Bits_IsAtMost27Kilobytes()
    {
        ModelGraph graph = Compressed("lenet-300-100", 0.08);

        byte[] bytes = Bundle.ToBytes(graph);

        graph.ParameterBytes.ShouldBe(266_610 * 4);
        bytes.Length.ShouldBeLessThanOrEqualTo(27 * 1024);
        Bundle.Read(new MemoryStream(bytes)).ShouldBeIdentical(graph);
    }

    [Fact]
    public void Tensor_OneOfMany_ReadsOnlyItsSection()
    {
        ModelGraph graph = SmallNet.Create();
        string name = CompressibleWeights.Of(graph)[3];
        var stream = new CountingStream(Bundle.ToBytes(graph));
        using var reader = new BundleReader(stream);
        long directory = stream.BytesRead;

        TensorData tensor = reader.Tensor(name);

        tensor.Bytes.Span.SequenceEqual(graph.Parameters[name].Bytes.Span).ShouldBeTrue();
        (stream.BytesRead - directory).ShouldBe(reader.Parameters()[name].StoredBytes);
        Should.Throw<InvalidInputException>(() => reader.Tensor("nobody")).Message.ShouldContain("nobody");
    }

    [Fact]
    public void Read_StreamThatOnlyGoesForward_IsRead()
    {
        ModelGraph graph = SmallNet.Create();

        Bundle.Read(new CountingStream(Bundle.ToBytes(graph)) { Seekable = false }).ShouldBeIdentical(graph);
    }

    [Fact]
    public void Compress_AsAStep_WritesTheFileAndSaysWhatItTakes()
    {
        var trial = new Trial();
        ModelGraph graph = Compressed("lenet-300-100", 0.08);

        trial.Run(new BundleWriter(), graph, new BundleOptions()).Graph.ShouldBe(graph);

        byte[] file = trial.Files["lenet-300-100.lathe"];
        Bundle.Read(new MemoryStream(file)).ShouldBeIdentical(graph);
        trial.Tables.Single().Rows.Sum(r => Convert.ToInt64(r[4])).ShouldBe(file.Length);
        trial.Tables.Single().Rows[0][6].ShouldBeOfType<string>().ShouldContain("sparse");
    }

    /// <summary>Random weights: magnitude-pruned, shared with 5 bits, without the structure training gives.</summary>
    private static ModelGraph Compressed(string name, double density)
    {
        ModelGraph graph = ModelZoo.Create(name, new ModelOptions { Key = RandomKey.FromSeed(5) });
        foreach ((string parameter, TensorData data) in graph.Parameters.Where(p => p.Value.Type == DType.Float32))
        {
            float[] values = new float[data.Count];
            RandomKey.FromSeed(6).Fold(parameter).FillNormal(values, 0, 0.05f);
            if (data.Shape.Rank > 1)
            {
                float limit = values.Select(Math.Abs).OrderDescending().ElementAt((int)(values.Length * density));
                values = ScalarKMeans.Share(Array.ConvertAll(values, v => Math.Abs(v) > limit ? v : 0), 32, CentroidStart.Linear);
            }

            graph = graph with { Parameters = graph.Parameters.SetItem(parameter, TensorData.From<float>(values, data.Shape)) };
        }

        return graph;
    }
}
