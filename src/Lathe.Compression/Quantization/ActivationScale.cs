
namespace Lathe.Compression.Quantization;

/// <summary>Scale and zero point of an activation (codes 0 to 255).</summary>
/// <param name="Scale">Step between codes.</param>
/// <param name="Zero">The code of zero.</param>
public readonly record struct ActivationScale(float Scale, byte Zero)
{
    /// <summary>The scale of a range that holds zero.</summary>
    public static ActivationScale FromRange(float low, float high)
    {
        float scale = Math.Max((high - low) / 255, 1e-8f);
        return new ActivationScale(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, 255));
    }
}
