using FsCheck;
using FsCheck.Fluent;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Analytic.Memory;
using Lathe.Models;

namespace Lathe.Hardware.Tests.Analytic;

public sealed class MemoryTests
{
    [Fact]
    public void Peak_Residual_CountsByHand()
    {
        Workload workload = Workload.Of(Nets.Residual(), FusionRules.Of("onnxruntime"));

        // x and the first result; then both results.
        MemoryProblem.Of(workload, 8).LiveBytes().ShouldBe([(3 * 64) + (4 * 64), 2 * 4 * 64]);
    }

    [Fact]
    public void Peak_InPlace_IsNeverMore()
    {
        Workload workload = Workload.Of(Nets.Residual(), FusionRules.Of("none"));

        // Batch normalization and activation write over the convolution's result.
        MemoryProblem.Of(workload, 8, inPlace: true).PeakBytes.ShouldBe(2 * 4 * 64);
        MemoryProblem.Of(workload, 8, inPlace: false).PeakBytes.ShouldBe(3 * 4 * 64);
    }

    [Fact]
    public void Best_BranchesInABadOrder_RunsOneBranchAfterTheOther()
    {
        Workload workload = Workload.Of(Nets.Branches(), FusionRules.Of("none"));

        // As built both wide tensors live together.
        MemoryProblem.Of(workload, 8).PeakBytes.ShouldBeGreaterThanOrEqualTo(2 * 64 * 64);
        MemoryProblem best = KernelOrders.Best(workload, 8);
        best.PeakBytes.ShouldBe((4 + 4 + 64) * 64);
        best.Order.Order().ShouldBe(Enumerable.Range(0, workload.Kernels.Count));
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("mobilenetv2")]
    [InlineData("densenet-small")]
    [InlineData("shufflenetv2")]
    public void Orders_Zoo_KeepDependenciesAndTheBestIsNoWorse(string name)
    {
        Workload workload = Workload.Of(ModelZoo.Create(name, new ModelOptions { Input = [3, 32, 32] }), FusionRules.Of("none"));
        foreach (IReadOnlyList<int> order in KernelOrders.Candidates(workload))
        {
            var made = new HashSet<int>(workload.Inputs);
            foreach (int kernel in order)
            {
                workload.Kernels[kernel].Reads.ShouldAllBe(b => made.Contains(b));
                made.UnionWith(workload.Kernels[kernel].Writes);
            }
        }

        KernelOrders.Best(workload, 8).PeakBytes.ShouldBeLessThanOrEqualTo(MemoryProblem.Of(workload, 8).PeakBytes);
    }

    [Theory]
    [InlineData("ds-cnn")]
    [InlineData("mobilenetv1")]
    [InlineData("resnet8")]
    [InlineData("fc-autoencoder")]
    public void Plan_MlPerfTiny_ReachesTheLowerBound(string name)
    {
        MemoryProblem problem = KernelOrders.Best(Workload.Of(ModelZoo.Create(name), FusionRules.Of("cmsis-nn")), 8);

        ArenaPlan plan = ArenaPlanner.Plan(problem);

        plan.IsOptimal.ShouldBeTrue();
        plan.Bytes.ShouldBe(problem.PeakBytes);
    }

    [Fact]
    public void Plan_ResultThatMayStartTenBytesBeforeItsInput_SharesTheRest()
    {
        LiveBuffer input = new("x", 100, 0, 0), output = new("y", 100, 0, 1), other = new("z", 40, 0, 1);
        var problem = new MemoryProblem { Order = [0, 1], Buffers = [input, output, other], Overlaps = [new BufferOverlap(output, input, 10)] };

        ArenaPlan plan = ArenaPlanner.Plan(problem);

        plan.Bytes.ShouldBe(150);
        plan.IsOptimal.ShouldBeTrue();
        long Offset(LiveBuffer buffer) => plan.Placements.Single(p => p.Buffer == buffer).Offset;
        (Offset(input) - Offset(output)).ShouldBe(10);
    }

    // Each result has to start 10 bytes below what it is read from: three of them climb, though no two need more than 110.
    [Theory]
    [InlineData(100, 130)]
    [InlineData(12, 24)]
    public void Plan_ChainOfOverlaps_IsProvenOptimal(int bytes, int arena)
    {
        LiveBuffer[] chain = [.. Enumerable.Range(0, 4).Select(i => new LiveBuffer($"b{i}", bytes, Math.Max(0, i - 1), i))];
        var problem = new MemoryProblem { Order = [0, 1, 2, 3], Buffers = chain, Overlaps = [.. chain.Zip(chain.Skip(1), (input, output) => new BufferOverlap(output, input, 10))] };

        ArenaPlan plan = ArenaPlanner.Plan(problem);

        (plan.Bytes, plan.LowerBound).ShouldBe((arena, arena));
    }

    // Nothing that lives at the same time shares bytes, and the block is no smaller than what lives at once.
    [Fact]
    public void Plan_AnyLifetimes_NeverOverlap() => Prop.ForAll(Problems().ToArbitrary(), problem =>
    {
        ArenaPlan plan = ArenaPlanner.Plan(problem, alignment: 16);
        return plan.Bytes >= plan.LowerBound && plan.LowerBound >= problem.PeakBytes && plan.Placements.Count == problem.Buffers.Count
            && plan.Placements.All(p => p.Offset % 16 == 0 && p.Offset + p.Buffer.Bytes <= plan.Bytes)
            && plan.Placements.All(a => plan.Placements.All(b => ReferenceEquals(a.Buffer, b.Buffer) || !a.Buffer.Overlaps(b.Buffer) || a.Offset + a.Buffer.Bytes <= b.Offset || b.Offset + b.Buffer.Bytes <= a.Offset));
    }).Check(Config.QuickThrowOnFailure.WithReplay(7, 11));

    private static Gen<MemoryProblem> Problems() =>
        from count in Gen.Choose(1, 14)
        from buffers in Gen.Choose(0, 9).SelectMany(first => Gen.Choose(0, 4).SelectMany(length => Gen.Choose(1, 500).Select(bytes => (first, length, bytes)))).ListOf(count)
        select new MemoryProblem { Order = [.. Enumerable.Range(0, 14)], Buffers = [.. buffers.Select((b, i) => new LiveBuffer($"b{i}", b.bytes, b.first, b.first + b.length))] };
}
