using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization.Training;

public class QuantizerDeploymentTests
{
    public static TheoryData<string, string[]> Methods => new()
    {
        { "ste", [] }, { "ste", ["weights=8", "activations=8"] }, { "ste", ["rounding=stochastic"] }, { "lsq", [] }, { "lsq", ["weights=2", "activations=2", "ends=0"] },
        { "lsq", ["start=paper", "activations=12"] }, { "pact", [] }, { "dorefa", [] }, { "dorefa", ["weights=1", "gradients=6"] }, { "soft", [] }, { "soft", ["hard=false"] },
        { "binaryconnect", [] }, { "bnn", [] }, { "bnn", ["ends=0"] }, { "xnor", [] }, { "xnor", ["scaling=sample"] }, { "xnor", ["scaling=none"] }, { "ttq", [] },
    };

    /// <summary>What was trained and what is deployed compute the same, with standard operators only.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void Coded_ComputesWhatWasTrained(string method, string[] settings)
    {
        QatTrial trial = QatTrial.Run(method, SmallNet.Create(), new Trial { AskedEpochs = 1, Data = Trial.Images with { Train = Trial.Images.Train.Take(64) } }, settings);
        using Tensor input = SmallNet.Samples(6, 3);

        float[] trained = QatTrial.Outputs(trial.Trained, input), coded = QatTrial.Outputs(trial.Result.Coded!, input);

        // Biases of integer layers become whole numbers, which turns a few codes of 8 bits into their neighbours.
        float tolerance = (settings.Contains("activations=8") ? 3e-2f : 2e-3f) * trained.Max(Math.Abs);
        trained.Zip(coded).ShouldAllBe(p => Math.Abs(p.First - p.Second) < tolerance);
        foreach (ModelGraph graph in new[] { trial.Result.Coded!, trial.Result.Graph })
        {
            graph.Nodes.ShouldAllBe(n => !QuantizerOp.Is(n));
        }

        trial.Trained.Nodes.Count(QuantizerOp.Is).ShouldBeGreaterThan(8);
    }

    [Fact]
    public void Coded_Of8Bits_HasIntegerWeightsAndBiases()
    {
        ModelGraph coded = QatTrial.Run("lsq", SmallNet.Create(), new Trial { AskedEpochs = 0 }, "weights=8", "activations=8").Result.Coded!;
        var index = new GraphIndex(coded);
        Node[] layers = [.. coded.Nodes.Where(n => n.OpType is "Conv" or "Gemm")];

        layers.ShouldAllBe(l => l.Inputs.Take(2).All(i => index.Producer(i)!.OpType == "DequantizeLinear"));
        layers.ShouldAllBe(l => coded.Parameters[index.Producer(l.Inputs[1])!.Inputs[0]].Type == DType.Int8);
        Node[] biases = [.. layers.Select(l => index.Producer(l.Inputs[2])).OfType<Node>()];
        biases.Length.ShouldBe(3, "the first convolution of each block stands between codes; behind the others is a sum");
        biases.ShouldAllBe(b => coded.Parameters[b.Inputs[0]].Type == DType.Int32);
        coded.ParameterBytes.ShouldBeLessThan(SmallNet.Create().ParameterBytes / 2);
    }

    [Theory]
    [InlineData("lsq", "weights=3", 8)]
    [InlineData("ste", "weights=3", 7)]
    [InlineData("pact", "weights=3", 8)]
    [InlineData("soft", "weights=3", 7)]
    [InlineData("bnn", "weights=1", 2)]
    [InlineData("ttq", "weights=2", 3)]
    public void Float_HasWeightsOfFewValues(string method, string bits, int values)
    {
        ModelGraph graph = QatTrial.Run(method, SmallNet.Create(), new Trial { AskedEpochs = 1, Data = Trial.Images with { Train = Trial.Images.Train.Take(64) } }, bits).Result.Graph;
        string[] inner = [.. graph.Nodes.Where(n => n.OpType == "Conv").Skip(1).Select(n => n.Inputs[1])];

        inner.ShouldAllBe(w => Rows(graph.Parameters[w]).All(r => r.Distinct().Count() <= values));
        inner.ShouldContain(w => Rows(graph.Parameters[w]).Any(r => r.Distinct().Count() >= Math.Min(values, 3) - (values == 2 ? 1 : 0)));
    }

    private static IEnumerable<float[]> Rows(TensorData weight) => weight.ToFloats().Chunk(weight.Count / weight.Shape[0]);
}
