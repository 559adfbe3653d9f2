using Lathe.Compression.Factorization.Embedding;
using Lathe.Compression.Factorization.Ranks;
using Lathe.Compression.Factorization.Svd;
using Lathe.Compression.Factorization.Tucker2;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Factorization;

public class FactorizationPassTests
{
    [Fact]
    public void Apply_ByCost_MeetsTheTargetAndLeavesASmallerNetwork()
    {
        var trial = new Trial { AskedEpochs = 0 };
        ModelGraph graph = SmallNet.Create(1);
        var options = new Tucker2Options { Rank = RankChoice.Cost, Cost = "macs", Target = 0.4 };

        ModelGraph factored = trial.Run(new TuckerDecomposition(), graph, options).Graph;

        string[] names = [.. trial.Tables[0].Rows.Where(r => (string)r[7]! == "factored").Select(r => (string)r[0]!)];
        names.Length.ShouldBeGreaterThan(3);
        long Macs(ModelGraph g) => GraphCost.Of(g).Nodes.Where(n => n.Node.OpType == "Conv").Sum(n => n.Cost.Macs);
        double share = (double)Macs(factored) / Macs(graph);
        share.ShouldBeInRange(0.2, 0.5);
        graph.Nodes.Select(n => n.Name).ShouldBeSubsetOf(factored.Nodes.Select(n => n.Name));
        trial.Said.ShouldContain(s => s.Contains("asked for"));
    }

    [Fact]
    public void Apply_LayerThatWouldCostMore_IsLeftAloneAndSaid()
    {
        var trial = new Trial { AskedEpochs = 0 };
        ModelGraph graph = LeNet();

        ModelGraph factored = trial.Run(new TruncatedSvd(), graph, new SvdOptions { Rank = RankChoice.Share, Share = 0.7 }).Graph;

        foreach (IReadOnlyList<object?> row in trial.Tables.Single().Rows)
        {
            bool done = (string)row[7]! == "factored";
            done.ShouldBe(Convert.ToInt64(row[5]) < Convert.ToInt64(row[4]));
            factored.Nodes.Count(n => n.OpType == "Gemm" && n.Name.StartsWith((string)row[0]!, StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(done ? 2 : 1);
        }

        trial.Tables.Single().Rows.Select(r => (string)r[7]!).ShouldContain(r => r.StartsWith("left alone", StringComparison.Ordinal));
        Should.Throw<InvalidInputException>(() => trial.Run(new TruncatedSvd(), graph, new SvdOptions { Energy = 1 })).Message.ShouldContain("instead of");
        Should.Throw<InvalidInputException>(() => trial.Run(new TruncatedSvd(), graph, new SvdOptions { Except = ["nobody"] })).Message.ShouldContain("nobody");
    }

    [Fact]
    public void Apply_ThenTraining_ComesBackToTheAccuracy()
    {
        var trial = new Trial { AskedEpochs = 4 };
        ModelGraph trained = trial.Train(LeNet(), 6);
        var options = new SvdOptions { Rank = RankChoice.Share, Share = 0.1 };

        ModelGraph untrained = new Trial { AskedEpochs = 0 }.Run(new TruncatedSvd(), trained, options).Graph, tuned = trial.Run(new TruncatedSvd(), trained, options).Graph;

        Loss(tuned).ShouldBeLessThan(0.8 * Loss(untrained));
        tuned.ParameterCount.ShouldBeLessThan(trained.ParameterCount / 2);
    }

    [Fact]
    public void Embedding_Table_BecomesTwoAndGivesTheSameAtFullRank()
    {
        ModelGraph graph = ModelZoo.Create("text-cnn", new ModelOptions { Classes = 3, Input = [12], Width = 0.2, Vocabulary = 60, Key = RandomKey.FromSeed(3) });
        var trial = new Trial { AskedEpochs = 0 };

        ModelGraph narrow = trial.Run(new EmbeddingDecomposition(), graph, new EmbeddingOptions { Rank = RankChoice.Share, Share = 0.3 }).Graph;

        narrow.ParameterCount.ShouldBeLessThan(graph.ParameterCount);
        narrow.Nodes.Count(n => n.OpType == "Gather").ShouldBe(1);
        narrow.Nodes.Count(n => n.OpType == "MatMul").ShouldBe(graph.Nodes.Count(n => n.OpType == "MatMul") + 1);
        GraphCost.Of(narrow).Total.Macs.ShouldBeGreaterThan(0);
    }

    private static ModelGraph LeNet() => ModelZoo.Create("lenet-300-100", new ModelOptions { Classes = SmallNet.Classes, Input = [1, SmallNet.Size, SmallNet.Size], Width = 0.3, Key = RandomKey.FromSeed(2) });

    private static double Loss(ModelGraph graph)
    {
        using var executor = new Lathe.Graph.Execution.GraphExecutor(graph);
        return Lathe.Training.Loops.Evaluator.Validate(executor, Trial.Images.Validation, 32, new Lathe.Graph.Execution.RunOptions()).Loss;
    }
}
