namespace Lathe.Hardware.Eyeriss;

/// <summary>An array of processing elements with the memories of Eyeriss (Chen et al., JSSC 2017).</summary>
public sealed record EyerissChip
{
    /// <summary>Rows of processing elements.</summary>
    public int Rows { get; init; } = 12;

    /// <summary>Columns of processing elements.</summary>
    public int Columns { get; init; } = 14;

    /// <summary>Clock in hertz.</summary>
    public double Clock { get; init; } = 200e6;

    /// <summary>Words of filters in an element.</summary>
    public int FilterPad { get; init; } = 224;

    /// <summary>Words of input in an element.</summary>
    public int InputPad { get; init; } = 12;

    /// <summary>Partial sums in an element.</summary>
    public int SumPad { get; init; } = 24;

    /// <summary>Words of the global buffer that hold inputs and partial sums.</summary>
    public int BufferWords { get; init; } = 100 * 1024 / 2;

    /// <summary>Bytes of a word.</summary>
    public int BytesPerWord { get; init; } = 2;

    /// <summary>Energy of an access by level, relative to one multiply-accumulate: register file, neighbour, global buffer, DRAM.</summary>
    public (double RegisterFile, double Network, double Buffer, double Dram) AccessEnergy { get; init; } = (1, 2, 6, 200);
}
