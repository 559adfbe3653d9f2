namespace Lathe.Hardware.Mapping;

/// <summary>Loops spread over the array.</summary>
/// <param name="Rows">Those down the rows.</param>
/// <param name="Columns">Those along the columns.</param>
/// <param name="Factors">How often each dimension is unrolled.</param>
internal sealed record Unrolling(IReadOnlyList<(LoopDimension Dimension, int Factor)> Rows, IReadOnlyList<(LoopDimension Dimension, int Factor)> Columns, int[] Factors);
