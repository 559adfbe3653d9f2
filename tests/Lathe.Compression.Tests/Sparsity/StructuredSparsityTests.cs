using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity;
using Lathe.Compression.Sparsity.Blocks;
using Lathe.Compression.Sparsity.NOfM;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Compression.Sparsity.Storage;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Sparsity;

public class StructuredSparsityTests
{
    public static TheoryData<int, int, NOfMMode> Patterns => new()
    {
        { 2, 4, NOfMMode.Magnitude },
        { 1, 4, NOfMMode.Magnitude },
        { 4, 8, NOfMMode.Magnitude },
        { 2, 4, NOfMMode.SrSte },
        { 1, 4, NOfMMode.SrSte },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void NOfM_AfterTraining_HoldsInEveryGroupAndThePackedFileIsTheNetwork(int keep, int of, NOfMMode mode)
    {
        Trial trial = Tiny.Trial(2);

        ModelGraph sparse = trial.Run(new NOfMSparsifier(), Tiny.Net(), new NOfMOptions { Keep = keep, Of = of, Mask = mode }).Graph;

        foreach ((string weight, int axis) in new[] { ("middle.weight", 1), ("head.weight", 1) })
        {
            TensorData data = sparse.Parameters[weight];
            var groups = new NeighbourGroups(data.Shape, axis, of);
            float[] values = data.ToFloats();
            for (int g = 0; g < groups.Count; g++)
            {
                Enumerable.Range(0, groups.Size(g)).Count(k => values[groups.Index(g, k)] != 0).ShouldBeLessThanOrEqualTo(keep);
            }
        }

        IReadOnlyDictionary<string, object> packed = PackedWeights.Read(trial.Files[$"packed-{keep}-{of}.bin"]);
        packed.Keys.ShouldBe(["head.weight", "middle.weight"]);
        packed.ShouldAllBe(p => ((NOfMMatrix)p.Value).Decode().SequenceEqual(sparse.Values(p.Key)));
        WeightMask.Of(sparse.Values("stem.weight")).Pruned.ShouldBe(0);
    }

    [Theory]
    [InlineData(1, new[] { false, false, true, false, false, true, false, false })]
    [InlineData(2, new[] { false, true, true, false, true, true, false, false })]
    public void Mask_TakesTheLargestOfEachGroup(int keep, bool[] expected)
    {
        NOfMMask.Of([1, -2, 3, 0, 4, -5, 1, 2], new Shape(1, 8), 1, keep, 4).ShouldBe(expected);
    }

    /// <summary>Only a learned mask can leave where magnitude starts: with SR-STE the mask moves, and pruned weights shrink.</summary>
    [Fact]
    public void SrSte_TheMaskMovesWithTheWeights()
    {
        ModelGraph start = Tiny.Net();
        ModelGraph learned = Tiny.Trial(4).Run(new NOfMSparsifier(), start, new NOfMOptions { Mask = NOfMMode.SrSte }).Graph;
        ModelGraph fixedMask = Tiny.Trial(4).Run(new NOfMSparsifier(), start, new NOfMOptions()).Graph;

        bool[] first = NOfMMask.Of(start.Values("middle.weight"), start.Parameters["middle.weight"].Shape, 1, 2, 4);
        WeightMask.Of(fixedMask.Values("middle.weight")).Kept().ShouldBe(first);
        WeightMask.Of(learned.Values("middle.weight")).Kept().ShouldNotBe(first);
    }

    [Theory]
    [InlineData(4, 1, SparsityScope.Global, SparsityScheduleKind.OneShot)]
    [InlineData(1, 4, SparsityScope.PerLayer, SparsityScheduleKind.OneShot)]
    [InlineData(4, 4, SparsityScope.Global, SparsityScheduleKind.Cubic)]
    [InlineData(1, 1, SparsityScope.Global, SparsityScheduleKind.OneShot)]
    public void Block_AfterTraining_ZerosAreWholeBlocks(int rows, int columns, SparsityScope scope, SparsityScheduleKind schedule)
    {
        Trial trial = Tiny.Trial(1);

        ModelGraph sparse = trial.Run(new BlockSparsifier(), Tiny.Net(), new BlockOptions { Rows = rows, Columns = columns, Sparsity = 0.5, Scope = scope, Schedule = schedule }).Graph;

        int zeros = 0, count = 0, largest = rows * columns;
        foreach (string weight in CompressibleWeights.Of(sparse))
        {
            float[] values = sparse.Values(weight);
            MatrixView view = MatrixView.TryOf(sparse, weight)!.Value;
            for (int r = 0; r < view.Rows; r += rows)
            {
                for (int c = 0; c < view.Columns; c += columns)
                {
                    bool[] zero = [.. from i in Enumerable.Range(r, Math.Min(rows, view.Rows - r)) from k in Enumerable.Range(c, Math.Min(columns, view.Columns - c)) select values[view.Index(i, k)] == 0];
                    zero.Distinct().Count().ShouldBe(1);
                }
            }

            zeros += values.Count(v => v == 0);
            count += values.Length;
        }

        ((double)zeros).ShouldBe(count * 0.5, scope == SparsityScope.Global ? largest : largest * 3);
        trial.Files[$"packed-{rows}x{columns}.bin"].Length.ShouldBeLessThan(count * 4);
    }
}
