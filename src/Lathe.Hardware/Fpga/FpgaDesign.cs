namespace Lathe.Hardware.Fpga;

/// <summary>An unroll for all layers of a network, and what each layer takes on it.</summary>
/// <param name="UnrolledOutputs">Tm: output channels computed at once.</param>
/// <param name="UnrolledInputs">Tn: input channels summed at once.</param>
/// <param name="DspBlocks">Multiplier blocks used.</param>
/// <param name="MemoryBlocks">Memory blocks used: those of the layer that needs most.</param>
/// <param name="Clock">Clock in hertz.</param>
/// <param name="Layers">The layers.</param>
public sealed record FpgaDesign(int UnrolledOutputs, int UnrolledInputs, int DspBlocks, int MemoryBlocks, double Clock, IReadOnlyList<FpgaLayerCost> Layers)
{
    /// <summary>Cycles of the network.</summary>
    public double Cycles => Layers.Sum(l => l.Cycles);

    /// <summary>Seconds of the network.</summary>
    public double Seconds => Cycles / Clock;

    /// <summary>Billions of operations per second, a multiply-accumulate being two.</summary>
    public double Gflops => 2.0 * Layers.Sum(l => l.Layer.Macs) / Seconds / 1e9;

    /// <summary>Operations per byte moved.</summary>
    public double Intensity => 2.0 * Layers.Sum(l => l.Layer.Macs) / Layers.Sum(l => l.Bytes);
}
