namespace Lathe.Hardware.Fpga;

/// <summary>A layer on a design.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Tiling">Its best tile.</param>
/// <param name="Cycles">Cycles, all groups.</param>
/// <param name="MemoryBlocks">Memory blocks of its buffers, both halves of each.</param>
/// <param name="Bytes">Bytes moved to and from memory outside the chip.</param>
/// <param name="IsMemoryBound">True when it waits for that memory.</param>
public sealed record FpgaLayerCost(FpgaLayer Layer, FpgaTiling Tiling, double Cycles, int MemoryBlocks, double Bytes, bool IsMemoryBound)
{
    /// <summary>Operations per byte moved: the place on the roofline.</summary>
    public double Intensity => 2.0 * Layer.Macs / Bytes;
}
