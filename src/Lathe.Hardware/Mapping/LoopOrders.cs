using static Lathe.Hardware.Mapping.LoopDimension;

namespace Lathe.Hardware.Mapping;

/// <summary>
/// The orders of loops that matter. Each loop is one that exactly one operand does not depend on (groups: none), so the innermost loop settles which
/// operand stays; then all its loops go innermost, and the next one settles along which way inputs overlap. Every other order costs as much as one of these.
/// </summary>
internal static class LoopOrders
{
    private static readonly LoopDimension[][] s_weights = [Order(OutputRow, OutputColumn, Batch), Order(OutputColumn, OutputRow, Batch)];
    private static readonly LoopDimension[][] s_outputs = [Order(KernelRow, KernelColumn, InputChannel), Order(KernelColumn, KernelRow, InputChannel)];
    private static readonly LoopDimension[][] s_inputs = [Order(OutputChannel, OutputRow), Order(OutputChannel, OutputColumn), Order(OutputChannel, KernelRow), Order(OutputChannel, KernelColumn)];

    /// <summary>The orders that keep an operand, innermost loop first.</summary>
    public static LoopDimension[][] Keeping(Operand operand) => operand switch { Operand.Weights => s_weights, Operand.Outputs => s_outputs, _ => s_inputs };

    /// <summary>The orders that differ when only some loops take more than one step.</summary>
    /// <param name="inner">The block below.</param>
    /// <param name="outer">The block that its copies fill.</param>
    /// <param name="into">Cleared, then filled.</param>
    public static void Distinct(ReadOnlySpan<int> inner, ReadOnlySpan<int> outer, List<LoopDimension[]> into)
    {
        into.Clear();
        foreach (LoopDimension[][] kept in (ReadOnlySpan<LoopDimension[][]>)[s_weights, s_outputs, s_inputs])
        {
            int before = into.Count;
            foreach (LoopDimension[] order in kept)
            {
                // Of the loops that lead, those of one step lead nothing: the order is another one's twin, unless it is the first.
                int lead = (int)order[kept == s_inputs ? 1 : 0];
                bool keeps = kept != s_inputs || outer[(int)OutputChannel] > inner[(int)OutputChannel];
                if (keeps && outer[lead] > inner[lead])
                {
                    into.Add(order);
                }
            }

            bool alone = into.Count == before && (kept == s_weights ? Loops(inner, outer, Batch) : kept == s_outputs ? Loops(inner, outer, InputChannel) : Loops(inner, outer, OutputChannel));
            if (alone)
            {
                into.Add(kept[0]);
            }
        }

        if (into.Count == 0)
        {
            into.Add(s_weights[0]);
        }
    }

    private static bool Loops(ReadOnlySpan<int> inner, ReadOnlySpan<int> outer, LoopDimension d) => outer[(int)d] > inner[(int)d];

    private static LoopDimension[] Order(params LoopDimension[] lead) => [.. lead, .. Enum.GetValues<LoopDimension>().Except(lead).Reverse()];
}
