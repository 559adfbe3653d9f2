using System.Collections.Immutable;
using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Runtime.Tests.Vectors;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Memory;

public class MemoryPlanTests
{
    [Fact]
    public void Of_Chain_HoldsTwoBuffers()
    {
        IntegerGraph graph = Chain(5, 64);

        MemoryPlan.Of(graph).Bytes.ShouldBe(128);
        Lifetime.Of(graph).Length.ShouldBe(6);
    }

    [Fact]
    public void Of_View_SharesItsInputsBytes()
    {
        IntegerValue x = Value("x", 8), y = new("y", DType.Int8, new Shape(2, 4)), z = new("z", DType.Int8, new Shape(2, 4));
        IntegerGraph graph = Of([x], [z], new ReshapeOp { Name = "r", Input = x, Output = y }, Copy("c", y, z));

        MemoryPlan plan = MemoryPlan.Of(graph);

        plan.Offsets["y"].ShouldBe(plan.Offsets["x"]);
        plan.Bytes.ShouldBe(16 + 8);
    }

    [SkippableFact]
    public void Of_KeywordNetwork_KeepsLivingValuesApartAndNeedsTwoLargestMaps()
    {
        Skip.If(VectorSet.Path is null || !File.Exists(VectorSet.Path), "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
        IntegerGraph graph = VectorGraph.Of(VectorSet.All["ds_cnn_s"]).Graph;

        MemoryPlan plan = MemoryPlan.Of(graph);

        ImmutableArray<Lifetime> lives = Lifetime.Of(graph);
        foreach (Lifetime a in lives)
        {
            foreach (Lifetime b in lives.Where(b => b != a && b.Overlaps(a)))
            {
                int first = plan.Offsets[a.Names[0]], second = plan.Offsets[b.Names[0]];
                (first + a.Bytes <= second || second + b.Bytes <= first).ShouldBeTrue();
            }
        }

        plan.Bytes.ShouldBe(2 * 25 * 5 * 64);
        graph.Macs.ShouldBe(2_656_768);
    }

    private static IntegerGraph Chain(int length, int size)
    {
        IntegerValue[] values = [.. Enumerable.Range(0, length + 1).Select(i => Value($"v{i}", size))];
        return Of([values[0]], [values[^1]], [.. Enumerable.Range(0, length).Select(i => Copy($"op{i}", values[i], values[i + 1]))]);
    }

    private static IntegerValue Value(string name, int size) => new(name, DType.Int8, new Shape(size));

    private static LookupOp Copy(string name, IntegerValue from, IntegerValue to) =>
        new() { Name = name, Input = from, Output = to, Table = LookupOp.Tabulate(v => v, 1, 0, 1, 0) };

    private static IntegerGraph Of(IntegerValue[] inputs, IntegerValue[] outputs, params IIntegerOp[] ops) =>
        new() { Name = "g", Inputs = [.. inputs], Outputs = [.. outputs], Ops = [.. ops] };
}
