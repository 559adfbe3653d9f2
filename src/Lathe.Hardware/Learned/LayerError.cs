namespace Lathe.Hardware.Learned;

/// <summary>The error of one type of layer.</summary>
/// <param name="Type">convolution, fully connected, pooling, or other.</param>
/// <param name="Published">RMSPE that NeuralPower published for the type, as a share; null for other.</param>
/// <param name="Polynomial">The sparse polynomials.</param>
/// <param name="Trees">The trees.</param>
/// <param name="Used">What is used.</param>
/// <param name="Large">What is used, on the layers that take long enough for the clock (<see cref="LargeMicroseconds"/>).</param>
public sealed record LayerError(string Type, double? Published, ErrorSummary Polynomial, ErrorSummary Trees, ErrorSummary Used, ErrorSummary Large)
{
    /// <summary>Below this a layer's time is mostly what the profiler itself takes to write it down, in whole microseconds.</summary>
    public const double LargeMicroseconds = 20;
}
