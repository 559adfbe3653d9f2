namespace Lathe.Hardware.Devices;

/// <summary>The processing elements of an accelerator, as a search for mappings needs them.</summary>
/// <param name="Rows">Rows of elements.</param>
/// <param name="Columns">Columns of elements.</param>
/// <param name="RegisterBytes">Bytes that an element has of its own.</param>
/// <param name="SumBytes">Bytes of a sum that is not finished.</param>
/// <param name="RegisterPicojoulesPerByte">Energy of moving a byte into or out of an element's own memory.</param>
/// <param name="HopPicojoulesPerByte">Energy of moving a byte over the wires of the array into or out of an element.</param>
/// <param name="IsDoubled">True when a half of every memory on the chip is filled while the other half is read.</param>
/// <param name="Source">Where it was read.</param>
/// <param name="Tag">How it is known.</param>
public sealed record ProcessingArray(int Rows, int Columns, double RegisterBytes, double SumBytes, double RegisterPicojoulesPerByte, double HopPicojoulesPerByte, bool IsDoubled, string Source, FigureTag Tag);
