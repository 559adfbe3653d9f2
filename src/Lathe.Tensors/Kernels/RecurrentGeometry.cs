namespace Lathe.Tensors.Kernels;

/// <summary>The sizes of one layer and direction of a recurrent network over a whole sequence.</summary>
/// <param name="Steps">Time steps T.</param>
/// <param name="Batch">Sequences N.</param>
/// <param name="InputSize">Features of the input I.</param>
/// <param name="HiddenSize">Hidden units H.</param>
/// <param name="Reverse">Walk from the last step to the first; outputs stay at their own steps.</param>
public readonly record struct RecurrentGeometry(int Steps, int Batch, int InputSize, int HiddenSize, bool Reverse);
