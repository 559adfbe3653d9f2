using Lathe.Compression.Analysis;
using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Compression.Tests.Quantization.Training;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Tests.Quantization.Mixed;

public class MixedQuantizersTests
{
    [Theory]
    [InlineData("mixed", "size", 0.6, "sensitivity=hessian")]
    [InlineData("mixed", "latency", 0.8, "sensitivity=loss")]
    [InlineData("haq", "energy", 0.6, "episodes=6")]
    public void Bits_KeepTheBudget(string method, string budget, double share, string setting)
    {
        var trial = new Trial { AskedEpochs = 0 };
        QatTrial qat = QatTrial.Run(method, SmallNet.Create(), trial, $"budget={budget}", FormattableString.Invariant($"share={share}"), "activations=0", setting);

        TechniqueTable table = trial.Tables.Single(t => t.Name == "bits");
        double cost = table.Rows.Sum(r => (double)r[2]!), whole = table.Rows.Sum(r => (double)r[3]!);
        cost.ShouldBeInRange(0.25 * whole, share * whole * 1.0000001);
        var index = new GraphIndex(qat.Start);
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            Node quantizer = index.Producer(qat.Start.Nodes.First(n => n.Name == (string)row[0]!).Inputs[1])!;
            quantizer.Attributes.Int("low", 0).ShouldBe((int)row[1]! == 8 ? -63 : -(1L << ((int)row[1]! - 1)));
        }
    }

    [Fact]
    public void Share_BelowTheFewestBits_IsRefused()
    {
        Should.Throw<InvalidInputException>(() => QatTrial.Run("mixed", SmallNet.Create(), new Trial { AskedEpochs = 0 }, "share=0.1")).Message.ShouldContain("share");
    }

    /// <summary>What an analysis measured decides: the layer whose loss rises gets the bits, and a layer it never saw is named.</summary>
    [Fact]
    public void Sensitivities_OfAnAnalysis_DecideTheBits()
    {
        ModelGraph graph = SmallNet.Create();
        string[] layers = [.. graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm").Select(n => n.Name)];
        string[] inner = layers[1..^1];
        string path = Path.Combine(Directory.CreateTempSubdirectory("lathe-").FullName, "sensitivity.json");
        LayerSensitivity At(string layer, int bits) => new(layer, layer + ".weight", SensitivityKind.WeightBits, bits, 0.9, 0, layer == inner[0] ? 8.0 / bits : 0.001 / bits);
        File.WriteAllBytes(path, new LayerSensitivities("small", 0.9, [.. inner.SelectMany(l => new[] { 8, 6, 2 }.Select(b => At(l, b)))]).ToJson());
        var trial = new Trial { AskedEpochs = 0 };

        QatTrial.Run("mixed", graph, trial, "share=0.7", $"sensitivities={path}");

        TechniqueTable table = trial.Tables.Single(t => t.Name == "bits");
        int[] bits = [.. table.Rows.Select(r => (int)r[1]!)];
        bits[0].ShouldBe(bits.Max());
        bits.Min().ShouldBeLessThan(bits[0]);
        File.WriteAllBytes(path, new LayerSensitivities("small", 0.9, [At(inner[0], 8), At(inner[0], 2)]).ToJson());
        Should.Throw<InvalidInputException>(() => QatTrial.Run("mixed", graph, new Trial { AskedEpochs = 0 }, $"sensitivities={path}")).Message.ShouldContain(inner[1]);
    }

    [Fact]
    public void Decision_OfARun_IsRepeated()
    {
        var trial = new Trial { AskedEpochs = 0 };
        ITechnique technique = TechniqueCatalog.Find("quantize", "mixed")!;
        ModelGraph graph = SmallNet.Create();
        string bits = string.Join(' ', Enumerable.Repeat("3", graph.Nodes.Count(n => n.OpType is "Conv" or "Gemm") - 2));

        technique.Apply(trial.Context with { Decide = (_, _) => bits, Cost = _ => new SizeCost() }, new CompressedModel { Graph = graph }, technique.Settings.Bind(new Dictionary<string, string>()));

        trial.Tables.Single(t => t.Name == "bits").Rows.ShouldAllBe(r => (int)r[1]! == 3);
    }
}
