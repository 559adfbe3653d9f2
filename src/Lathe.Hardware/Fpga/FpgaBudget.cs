namespace Lathe.Hardware.Fpga;

/// <summary>What a design may use of an FPGA.</summary>
public sealed record FpgaBudget
{
    /// <summary>Multiplier blocks of the chip.</summary>
    public required int DspBlocks { get; init; }

    /// <summary>Memory blocks of the chip.</summary>
    public required int MemoryBlocks { get; init; }

    /// <summary>Words of a memory block.</summary>
    public int WordsPerBlock { get; init; } = 512;

    /// <summary>The share of the chip that can be placed and routed, 0 to 1.</summary>
    public double UsableShare { get; init; } = 0.8;

    /// <summary>Multiplier blocks of one multiply-accumulate.</summary>
    public required int DspPerMac { get; init; }

    /// <summary>Bytes of a value.</summary>
    public int BytesPerWord { get; init; } = 4;

    /// <summary>Bytes per second to memory outside the chip.</summary>
    public required double Bandwidth { get; init; }

    /// <summary>Clock in hertz.</summary>
    public required double Clock { get; init; }

    /// <summary>Cycles until the first result leaves the pipeline of multiply-accumulates; paid for each pass over a tile.</summary>
    public int PipelineDepth { get; init; } = 19;

    /// <summary>
    /// Xilinx VC707 as Zhang et al. (FPGA 2015) used it: Virtex-7 485T at 100 MHz, 32-bit floating point (3 blocks a product, 2 a sum), 4.5 GB/s.
    /// </summary>
    public static FpgaBudget Vc707 { get; } = new() { DspBlocks = 2800, MemoryBlocks = 2060, DspPerMac = 5, Bandwidth = 4.5e9, Clock = 100e6 };

    /// <summary>Multiply-accumulates a cycle that the multiplier blocks allow.</summary>
    public int MacUnits => (int)(DspBlocks * UsableShare) / DspPerMac;

    /// <summary>Memory blocks a design may use.</summary>
    public int UsableMemory => (int)(MemoryBlocks * UsableShare);
}
