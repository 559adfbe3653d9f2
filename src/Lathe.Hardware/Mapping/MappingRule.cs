using static Lathe.Hardware.Mapping.LoopDimension;

namespace Lathe.Hardware.Mapping;

/// <summary>Which layouts a search may use.</summary>
/// <param name="Rows">Loops that may be unrolled down the rows.</param>
/// <param name="Columns">Loops that may be unrolled along the columns.</param>
/// <param name="InElement">Loops of which an element may do more than one step.</param>
/// <param name="Whole">A loop that an element does whole, if any.</param>
/// <param name="FirstOrders">Orders of the blocks in the memory around the array; null for any.</param>
internal sealed record MappingRule(LoopDimension[] Rows, LoopDimension[] Columns, LoopDimension[] InElement, LoopDimension? Whole, LoopDimension[][]? FirstOrders)
{
    /// <summary>Everything.</summary>
    public static MappingRule Free { get; } = new(Enum.GetValues<LoopDimension>(), Enum.GetValues<LoopDimension>(), Enum.GetValues<LoopDimension>(), null, null);

    public static MappingRule Of(FixedDataflow dataflow) => dataflow switch
    {
        FixedDataflow.OutputStationary => new([Batch, OutputRow, OutputColumn], [OutputChannel, Group], [], null, LoopOrders.Keeping(Operand.Outputs)),
        FixedDataflow.WeightStationary => new([InputChannel, KernelRow, KernelColumn], [OutputChannel, Group], [], null, LoopOrders.Keeping(Operand.Weights)),
        FixedDataflow.InputStationary => new([InputChannel, KernelRow, KernelColumn], [Batch, OutputRow, OutputColumn, Group], [], null, LoopOrders.Keeping(Operand.Inputs)),
        _ => new([KernelRow, InputChannel], [OutputRow], [KernelColumn, InputChannel, OutputChannel], KernelColumn, LoopOrders.Keeping(Operand.Weights)),
    };
}
