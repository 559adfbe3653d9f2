using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;

namespace Lathe.Hardware.Mapping;

/// <summary>An array of processing elements and the memories around it.</summary>
public sealed record SpatialMachine
{
    private const double DefaultOnChip = 12.5, DefaultOffChip = 162.5;

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Rows of elements.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of elements.</summary>
    public required int Columns { get; init; }

    /// <summary>Cycles a second.</summary>
    public required double Clock { get; init; }

    /// <summary>The memories: the registers of an element, then those around the array, the farthest last.</summary>
    public required IReadOnlyList<ArrayLevel> Levels { get; init; }

    /// <summary>The level that weights come from; at most the last.</summary>
    public required int WeightHome { get; init; }

    /// <summary>The level that inputs come from and outputs go to.</summary>
    public required int ActivationHome { get; init; }

    /// <summary>Bytes of an input, a weight or a finished output.</summary>
    public required double OperandBytes { get; init; }

    /// <summary>Bytes of a sum that is not finished.</summary>
    public required double SumBytes { get; init; }

    /// <summary>Energy of one multiply-accumulate.</summary>
    public required double MacPicojoules { get; init; }

    /// <summary>Energy of a byte that goes into or out of an element: the wires, beside what the memories take.</summary>
    public required double HopPicojoulesPerByte { get; init; }

    /// <summary>Elements.</summary>
    public int Elements => Rows * Columns;

    /// <summary>The machine of a device, in a number format; null for 8-bit integers, or the device's own where it has none.</summary>
    /// <exception cref="InvalidInputException">The device describes no array, or its registers do not hold one operand of each kind.</exception>
    public static SpatialMachine Of(DeviceProfile device, Precision? precision = null)
    {
        ProcessingArray array = device.Array ?? throw new InvalidInputException($"{device.Name} describes no array of processing elements, so there is nothing to map onto. Those that do: {string.Join(", ", DeviceCatalog.All().Where(d => d.Array is not null).Select(d => d.Name))}; or add \"array\" to a device file of your own (docs/hardware/devices.md).");
        Precision format = precision ?? (device.Types.Contains(Precision.I8) ? Precision.I8 : device.Types[0]);
        if (!device.Types.Contains(format))
        {
            throw new InvalidInputException($"{device.Name} does not compute in {format.ShortName()}; it knows {string.Join(", ", device.Types.Select(t => t.ShortName()))}.");
        }

        double operand = format.Bits() / 8.0, sum = Math.Max(operand, array.SumBytes);
        if (array.RegisterBytes < (2 * operand) + sum)
        {
            throw new InvalidInputException($"{device.Name} has {array.RegisterBytes} bytes of registers in an element; an input, a weight and a sum in {format.ShortName()} take {(2 * operand) + sum}. Give a narrower --precision.");
        }

        int weights = device.Memory.ToList().IndexOf(device.WeightMemory) + 1, activations = device.Memory.ToList().IndexOf(device.ActivationMemory) + 1;
        return new SpatialMachine
        {
            Name = device.Name,
            Rows = array.Rows,
            Columns = array.Columns,
            Clock = device.Clock.Value,
            Levels = [new ArrayLevel("registers", array.RegisterBytes, double.PositiveInfinity, array.RegisterPicojoulesPerByte, false), .. device.Memory.Select((m, i) => Level(device, m, i + 1 == device.Memory.Count, array.IsDoubled))],
            WeightHome = weights,
            ActivationHome = activations,
            OperandBytes = operand,
            SumBytes = sum,
            MacPicojoules = HorowitzTable.MultiplyAccumulate(format),
            HopPicojoulesPerByte = array.HopPicojoulesPerByte,
        };
    }

    /// <summary>Where an operand comes from when a layer runs: its home, or the farthest memory when the layer does not fit there.</summary>
    internal int Home(Operand operand, LoopNest nest)
    {
        int home = operand == Operand.Weights ? WeightHome : ActivationHome;
        double resident = (WeightHome == home ? nest.Elements(Operand.Weights) : 0) + (ActivationHome == home ? nest.Elements(Operand.Inputs) + nest.Elements(Operand.Outputs) : 0);
        return resident * OperandBytes <= Levels[home].Bytes ? home : Levels.Count - 1;
    }

    private static ArrayLevel Level(DeviceProfile device, MemoryLevel level, bool isFarthest, bool isDoubled) =>
        new(level.Name, level.Bytes.Value, level.Bandwidth is { } b ? b.Value / device.Clock.Value : double.PositiveInfinity, level.PicojoulesPerByte?.Value ?? (isFarthest ? DefaultOffChip : DefaultOnChip), isDoubled);
}
