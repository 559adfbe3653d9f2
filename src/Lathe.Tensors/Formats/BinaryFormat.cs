namespace Lathe.Tensors.Formats;

/// <summary>-1 and 1 in one bit, set for 1; zero counts as positive.</summary>
public sealed class BinaryFormat : INumberFormat
{
    private BinaryFormat()
    {
    }

    /// <summary>The format.</summary>
    public static BinaryFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "binary";

    /// <inheritdoc/>
    public int Bits => 1;

    /// <inheritdoc/>
    public float Largest => 1;

    /// <inheritdoc/>
    public uint Encode(float value) => value < 0 ? 0u : 1u;

    /// <inheritdoc/>
    public float Decode(uint code) => code == 0 ? -1 : 1;
}
