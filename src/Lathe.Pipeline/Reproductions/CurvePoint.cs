namespace Lathe.Pipeline.Reproductions;

/// <summary>One epoch of a training.</summary>
/// <param name="Case">The run.</param>
/// <param name="Step">The step of it.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean training loss.</param>
/// <param name="Validation">Validation score: accuracy, or minus the loss of language models.</param>
public sealed record CurvePoint(string Case, string Step, int Epoch, double Loss, double Validation);
