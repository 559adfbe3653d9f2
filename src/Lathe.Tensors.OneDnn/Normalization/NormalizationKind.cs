namespace Lathe.Tensors.OneDnn.Normalization;

/// <summary>The normalisations oneDNN computes here.</summary>
internal enum NormalizationKind
{
    BatchTraining,
    BatchInference,
    BatchBackward,
    LayerForward,
    LayerBackward,
    LayerBackwardDataOnly,
}
