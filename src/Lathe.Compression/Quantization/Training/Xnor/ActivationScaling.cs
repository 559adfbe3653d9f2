namespace Lathe.Compression.Quantization.Training.Xnor;

/// <summary>What the signs of activations are multiplied with.</summary>
public enum ActivationScaling
{
    /// <summary>The mean magnitude around each place, the paper's K.</summary>
    Map,

    /// <summary>The mean magnitude of the whole sample.</summary>
    Sample,

    /// <summary>Nothing: the paper finds that K matters little beside the filters' scales.</summary>
    None,
}
