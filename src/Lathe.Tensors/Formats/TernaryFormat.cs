namespace Lathe.Tensors.Formats;

/// <summary>-1, 0 and 1 in two bits of two's complement; a magnitude of a half and less is zero.</summary>
public sealed class TernaryFormat : INumberFormat
{
    private TernaryFormat()
    {
    }

    /// <summary>The format.</summary>
    public static TernaryFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "ternary";

    /// <inheritdoc/>
    public int Bits => 2;

    /// <inheritdoc/>
    public float Largest => 1;

    /// <inheritdoc/>
    public uint Encode(float value) => value > 0.5f ? 1u : value < -0.5f ? 3u : 0u;

    /// <inheritdoc/>
    public float Decode(uint code) => code switch
    {
        1 => 1,
        3 => -1,
        _ => 0,
    };
}
