namespace Lathe.Compression.Analysis;

/// <summary>What a network loses when one layer is treated.</summary>
/// <param name="Layer">The node.</param>
/// <param name="Weight">Its weight, as pruning steps name it.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Setting">Share of zeros, or bits.</param>
/// <param name="Accuracy">Validation accuracy then.</param>
/// <param name="AccuracyDrop">Accuracy before minus then.</param>
/// <param name="LossIncrease">Validation loss then minus before.</param>
public sealed record LayerSensitivity(string Layer, string Weight, SensitivityKind Kind, double Setting, double Accuracy, double AccuracyDrop, double LossIncrease);
