using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Onnx;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Tests;

public class FactorizeRealModelsTests
{
    [SkippableTheory]
    [InlineData("resnet20_cifar10.onnx", "tucker2")]
    [InlineData("resnet20_cifar10.onnx", "spatial-svd")]
    [InlineData("resnet20_cifar10.onnx", "depthwise-separable")]
    [InlineData("FastestDet.onnx", "svd")]
    [InlineData("embedding_model.onnx", "spatial-svd")]
    public void Apply_RealModel_MultipliesLessAndIsEqualInBothEngines(string name, string method)
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require(name));
        ITechnique technique = TechniqueCatalog.Find("factorize", method)!;
        var tables = new List<TechniqueTable>();

        ModelGraph factored = technique.Apply(Context(tables), new CompressedModel { Graph = graph }, technique.Settings.Bind(new Dictionary<string, string> { ["rank"] = "share", ["share"] = "0.3" })).Graph;

        tables.Single().Rows.ShouldContain(r => (string)r[7]! == "factored");
        GraphCost.Of(factored).Total.Macs.ShouldBeLessThan(GraphCost.Of(graph).Total.Macs);
        ModelComparison.Run(factored, null, 1, RandomKey.FromSeed(3)).LargestRelative.ShouldBeLessThan(1e-3);
    }

    [SkippableFact]
    public void Svd_WeightsOfARealModel_HaveTheErrorThatIsReported()
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require("FastestDet.onnx"));
        ITechnique technique = TechniqueCatalog.Find("factorize", "svd")!;
        var tables = new List<TechniqueTable>();

        ModelGraph factored = technique.Apply(Context(tables), new CompressedModel { Graph = graph }, technique.Settings.Bind(new Dictionary<string, string> { ["energy"] = "0.9" })).Graph;

        int checkedLayers = 0;
        foreach (IReadOnlyList<object?> row in tables.Single().Rows.Where(r => (string)r[7]! == "factored"))
        {
            Node second = factored.Nodes.First(n => n.Name == (string)row[0]!), first = factored.Nodes.First(n => n.Outputs[0] == second.Inputs[0]), old = graph.Nodes.First(n => n.Name == second.Name);
            (TensorData a, TensorData b, TensorData weight) = (factored.Parameters[first.Inputs[1]], factored.Parameters[second.Inputs[1]], graph.Parameters[old.Inputs[1]]);
            double error = Distance(weight.ToFloats(), a.ToFloats(), b.ToFloats(), a.Shape[0], a.Shape[1]);
            error.ShouldBe(Convert.ToDouble(row[3]), 1e-4, old.Name);
            (error * error).ShouldBeLessThanOrEqualTo(0.1 + 1e-6);
            checkedLayers++;
        }

        checkedLayers.ShouldBeGreaterThan(2);
    }

    private static double Distance(float[] weight, float[] first, float[] second, int rank, int inputs)
    {
        double off = 0, all = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            double product = 0;
            for (int r = 0; r < rank; r++)
            {
                product += (double)second[(i / inputs * rank) + r] * first[(r * inputs) + (i % inputs)];
            }

            off += Math.Pow(weight[i] - product, 2);
            all += (double)weight[i] * weight[i];
        }

        return Math.Sqrt(off / all);
    }

    private static TechniqueContext Context(List<TechniqueTable> tables) => new()
    {
        Data = SyntheticImages.Create(2, 1, 4, 4, 4, RandomKey.FromSeed(1)),
        Key = RandomKey.FromSeed(2),
        FineTuner = new NoTraining(),
        Cost = _ => new MacsCost(),
        Report = tables.Add,
    };
}
