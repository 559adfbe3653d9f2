namespace Lathe.Hardware.Mapping;

/// <summary>Values that cross the border below a memory while a layer runs.</summary>
/// <param name="Inputs">Inputs read from the memory.</param>
/// <param name="Weights">Weights read from it.</param>
/// <param name="Sums">Sums and outputs written to it.</param>
/// <param name="Returned">Sums read from it to go on with.</param>
public readonly record struct Traffic(double Inputs, double Weights, double Sums, double Returned);
