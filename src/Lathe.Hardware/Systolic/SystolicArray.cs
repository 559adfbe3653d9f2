namespace Lathe.Hardware.Systolic;

/// <summary>A systolic array and its three double-buffered memories; a word is one operand.</summary>
/// <param name="Rows">Rows of cells.</param>
/// <param name="Columns">Columns of cells.</param>
/// <param name="Dataflow">Which operand stays.</param>
public sealed record SystolicArray(int Rows, int Columns, Dataflow Dataflow)
{
    /// <summary>Words of the memory of inputs.</summary>
    public int InputWords { get; init; } = 64 << 10;

    /// <summary>Words of the memory of filters.</summary>
    public int FilterWords { get; init; } = 64 << 10;

    /// <summary>Words of the memory of outputs.</summary>
    public int OutputWords { get; init; } = 64 << 10;

    /// <summary>Words a cycle that each memory exchanges with DRAM.</summary>
    public int WordsPerCycle { get; init; } = 10;

    /// <summary>Multiply-accumulate cells.</summary>
    public long Cells => (long)Rows * Columns;

    /// <summary>Reads <c>32x32</c>.</summary>
    /// <exception cref="InvalidInputException">Not two whole positive numbers.</exception>
    public static SystolicArray Parse(string size, Dataflow dataflow)
    {
        string[] parts = size.Split('x', 'X');
        return parts.Length == 2 && int.TryParse(parts[0], out int rows) && int.TryParse(parts[1], out int columns) && rows > 0 && columns > 0
            ? new SystolicArray(rows, columns, dataflow)
            : throw new InvalidInputException($"'{size}' is no array size. Write ROWSxCOLUMNS with whole positive numbers, for example 32x32.");
    }
}
