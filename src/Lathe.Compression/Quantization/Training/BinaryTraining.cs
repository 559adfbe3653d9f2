using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training;

/// <summary>
/// Training of signs: Adam with a small rate and no decay (Courbariaux et al. 2015). Latent weights stay within [-1, 1], where the quantizers hold
/// them.
/// </summary>
internal static class BinaryTraining
{
    public static FitRequest Request { get; } = new("qat", 10, 1e-3f) { Optimizer = "adam", WeightDecay = 0 };
}
