namespace Lathe.Compression.Quantization.Mixed.Hawq;

/// <summary>How the loss of bits is foreseen.</summary>
public enum SensitivityMeasure
{
    /// <summary>Mean Hessian trace times the squared rounding error of the weights (HAWQ-V2).</summary>
    Hessian,

    /// <summary>The measured increase of the validation loss, one layer at a time.</summary>
    Loss,
}
