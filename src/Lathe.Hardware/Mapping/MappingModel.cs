namespace Lathe.Hardware.Mapping;

/// <summary>Energy and cycles of a layer on a machine, border by border; allocation-free.</summary>
internal sealed class MappingModel
{
    private readonly SpatialMachine _machine;
    private readonly LoopNest _nest;
    private readonly AccessCounter _counter;
    private readonly int[] _sizes;
    private readonly int _weightHome, _activationHome;
    private readonly double[] _picojoules, _usable, _cyclesPerByte;

    public MappingModel(SpatialMachine machine, LoopNest nest)
    {
        (_machine, _nest, _counter, _sizes) = (machine, nest, new AccessCounter(nest), nest.Sizes());
        _weightHome = machine.Home(Operand.Weights, nest);
        _activationHome = machine.Home(Operand.Outputs, nest);
        Top = Math.Max(_weightHome, _activationHome);
        _picojoules = [.. machine.Levels.Select(l => l.PicojoulesPerByte)];
        _cyclesPerByte = [.. machine.Levels.Select(l => 1 / l.BytesPerCycle)];
        _usable = [.. machine.Levels.Select((l, i) => (l.Bytes - Resident(i)) / (l.IsDoubled && i > 0 ? 2 : 1))];
        FixedPicojoules = nest.Macs * (machine.MacPicojoules + (2 * (machine.OperandBytes + machine.SumBytes) * _picojoules[0]));
    }

    /// <summary>The farthest memory that the layer uses.</summary>
    public int Top { get; }

    /// <summary>What every mapping takes: the arithmetic, and two operands and a sum from the registers and the sum back for each.</summary>
    public double FixedPicojoules { get; }

    /// <summary>True when memory <paramref name="level"/> holds its blocks; <paramref name="below"/> are those of the level below it, or null for the elements'.</summary>
    public bool Fits(int level, ReadOnlySpan<int> block, ReadOnlySpan<int> below)
    {
        double sums = level == 0 || !IsFinished(below) ? _machine.SumBytes : _machine.OperandBytes, bytes = 0;
        if (level < _weightHome)
        {
            bytes += _nest.Footprint(Operand.Weights, block) * _machine.OperandBytes;
        }

        if (level < _activationHome)
        {
            bytes += (_nest.Footprint(Operand.Inputs, block) * _machine.OperandBytes) + (_nest.Footprint(Operand.Outputs, block) * sums);
        }

        return bytes <= _usable[level];
    }

    /// <summary>Bytes over the border below a memory, and their energy on both sides of it.</summary>
    public (double Bytes, double Picojoules) Border(ReadOnlySpan<int[]> tiles, ReadOnlySpan<LoopDimension[]> orders, ReadOnlySpan<int> unrolled, int level)
    {
        double bytes = Bytes(_counter.Border(tiles, orders, level), level, IsFinished(tiles[level]) ? _machine.OperandBytes : _machine.SumBytes), energy = bytes * _picojoules[level];
        return (bytes, energy + (level > 1 ? bytes * _picojoules[level - 1] : Elements(tiles, orders, unrolled) * (_picojoules[0] + _machine.HopPicojoulesPerByte)));
    }

    /// <summary>Bytes into and out of the elements.</summary>
    public double Elements(ReadOnlySpan<int[]> tiles, ReadOnlySpan<LoopDimension[]> orders, ReadOnlySpan<int> unrolled) => Bytes(_counter.Elements(tiles, orders, unrolled), 1, _machine.SumBytes);

    /// <summary>The least that any mapping moves over a border: each operand once.</summary>
    public (double Bytes, double Picojoules) Least(int level)
    {
        double bytes = Bytes(new Traffic(_nest.Elements(Operand.Inputs), _nest.Elements(Operand.Weights), _nest.Elements(Operand.Outputs), 0), level, _machine.OperandBytes);
        return (bytes, bytes * (_picojoules[level] + (level > 1 ? _picojoules[level - 1] : 0)));
    }

    /// <summary>Cycles of the array.</summary>
    public double Steps(ReadOnlySpan<int> own, ReadOnlySpan<int> unrolled) => _counter.Steps(own, unrolled);

    /// <summary>Cycles of a memory.</summary>
    public double Cycles(int level, double bytes) => bytes * _cyclesPerByte[level];

    private double Bytes(Traffic traffic, int level, double sumBytes) =>
        (level <= _weightHome ? traffic.Weights * _machine.OperandBytes : 0) + (level <= _activationHome ? (traffic.Inputs * _machine.OperandBytes) + ((traffic.Sums + traffic.Returned) * sumBytes) : 0);

    private bool IsFinished(ReadOnlySpan<int> block) => block[3] == _sizes[3] && block[6] == _sizes[6] && block[7] == _sizes[7];

    private double Resident(int level) => level == 0 ? 0 : ((_weightHome == level ? _nest.Elements(Operand.Weights) : 0) + (_activationHome == level ? _nest.Elements(Operand.Inputs) + _nest.Elements(Operand.Outputs) : 0)) * _machine.OperandBytes;
}
