using Lathe.Runtime.Memory;

namespace Lathe.Runtime.Ops;

/// <summary>Some rows of one image [1, H, W, C], where they are; nothing is copied.</summary>
public sealed record RowsOp : OneInputOp
{
    /// <summary>The first row; how many follow from the output.</summary>
    public required int First { get; init; }

    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override int ViewOffset => First * (Input.Bytes / Input.Shape[1]);

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        bool fits = Input.Shape.Rank == 4 && Input.Shape[0] == 1 && Output.Shape == Input.Shape.With(1, Output.Shape[1]) && First >= 0 && Output.Shape[1] > 0 && First + Output.Shape[1] <= Input.Shape[1];
        return fits ? OpChecks.Alike(Input, Output) : [$"does not find {Output} in {Input} from row {First} on."];
    }

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        // Both names lie in one stretch of the memory.
    }
}
