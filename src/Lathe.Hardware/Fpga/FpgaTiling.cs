namespace Lathe.Hardware.Fpga;

/// <summary>The tile of a layer's output that stays on the chip.</summary>
/// <param name="Rows">Output rows.</param>
/// <param name="Columns">Output columns.</param>
public readonly record struct FpgaTiling(int Rows, int Columns);
