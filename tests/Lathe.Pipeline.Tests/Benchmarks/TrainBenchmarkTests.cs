using Lathe.Pipeline.Benchmarks;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests.Benchmarks;

public sealed class TrainBenchmarkTests
{
    /// <summary>Parameters as PyTorch counts them in the peer's networks.</summary>
    [Theory]
    [InlineData("mlp-784-300-100", 266_610)]
    [InlineData("lenet5", 431_080)]
    [InlineData("lstm-200x2-ptb", 4_653_200)]
    [InlineData("encoder-128x2-len64", 1_445_636)]
    public void Workload_Parameters_AreThePeers(string name, long learned)
    {
        using var parameters = new Graph.Execution.ParameterStore(TrainWorkloads.All.Single(w => w.Name == name).Build());
        parameters.Learned.Sum(p => (long)p.Count).ShouldBe(learned);
    }

    [Theory]
    [InlineData("mlp-784-300-100")]
    [InlineData("encoder-128x2-len64")]
    public void Run_OneStep_IsTimed(string name)
    {
        TrainTiming timing = new TrainBenchmark(TimeProvider.System).Run(TrainWorkloads.All.Single(w => w.Name == name), DType.Float32, 2);
        timing.Milliseconds.ShouldBeGreaterThan(0);
        timing.ItemsPerSecond.ShouldBe(timing.Batch / timing.Milliseconds * 1000, 1e-6);
    }

    [Fact]
    public void GeometricMean_OfReciprocals_IsOne() => TrainComparison.GeometricMean([0.5, 2, 4, 0.25]).ShouldBe(1, 1e-12);
}
