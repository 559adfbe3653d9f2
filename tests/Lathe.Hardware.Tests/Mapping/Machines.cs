using Lathe.Hardware.Mapping;

namespace Lathe.Hardware.Tests.Mapping;

/// <summary>Machines of simple figures.</summary>
internal static class Machines
{
    /// <summary>Elements, a buffer and a memory, words of a byte: registers 1, buffer 6, memory 200, arithmetic 1, wires 2.</summary>
    public static SpatialMachine Small(int rows = 2, int columns = 2, double registers = 8, double buffer = 40) => new()
    {
        Name = "small",
        Rows = rows,
        Columns = columns,
        Clock = 1e6,
        Levels = [new ArrayLevel("registers", registers, double.PositiveInfinity, 1, false), new ArrayLevel("buffer", buffer, 8, 6, false), new ArrayLevel("dram", 1e9, 2, 200, false)],
        WeightHome = 2,
        ActivationHome = 2,
        OperandBytes = 1,
        SumBytes = 2,
        MacPicojoules = 1,
        HopPicojoulesPerByte = 2,
    };
}
