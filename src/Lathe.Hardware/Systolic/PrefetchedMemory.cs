namespace Lathe.Hardware.Systolic;

/// <summary>
/// A double-buffered memory that fetches operands ahead in a fixed order: half of it answers, the other half is being filled. What the
/// answering half lacks makes the window move on by half, and waits until what was fetched last is there.
/// </summary>
internal sealed class PrefetchedMemory
{
    // SCALE-Sim looks addresses up in a hundred sets.
    private const int Sets = 100, HitLatency = 1;

    private readonly int[] _set;
    private readonly int _sets, _active, _step, _half, _perCycle, _lines;
    private readonly bool _waitsOnce;
    private bool _filled;
    private int _start, _end;

    public PrefetchedMemory(IReadOnlyList<int> order, int words, int perCycle, bool waitsOnce)
    {
        (_half, _perCycle, _lines, _waitsOnce) = (words / 2, perCycle, Ceil(order.Count, perCycle), waitsOnce);
        _set = new int[order.Max() + 1];
        int perSet = Ceil(words, Sets), filled = 0;
        foreach (int address in order.Where(a => a >= 0))
        {
            _set[address] = filled++ / perSet;
        }

        _sets = (filled / perSet) + 1;
        _active = Math.Min(_sets, Ceil(_half, perSet));
        _step = Math.Min(_sets - _active, Ceil(words - _half, perSet));
    }

    /// <summary>Words fetched.</summary>
    public long Fetched { get; private set; }

    /// <summary>The cycle of the first fetch.</summary>
    public long First { get; private set; }

    /// <summary>The cycle at which what was fetched last is there.</summary>
    public long Last { get; private set; }

    /// <summary>Cycles that a line of requests waits.</summary>
    public long Serve(IEnumerable<int> addresses, long cycle)
    {
        if (!_filled)
        {
            Fill(cycle);
        }

        long waited = 0;
        foreach (int address in addresses)
        {
            while (!Holds(address))
            {
                Advance();
                long wait = Last - (cycle + HitLatency + waited);
                // The published simulator adds a wait once more when it is positive; its goldens have that in them.
                waited += _waitsOnce ? Math.Max(0, wait) : wait + Math.Max(0, wait);
            }
        }

        return waited;
    }

    private static int Ceil(int value, int by) => (value + by - 1) / by;

    private bool Holds(int address) => _start < _end ? _set[address] >= _start && _set[address] < _end : _set[address] >= _start || _set[address] < _end;

    // Before the first request, so that nothing waits for it.
    private void Fill(long cycle)
    {
        int lines = Math.Min(Ceil(_half, _perCycle), _lines);
        (First, Last, _end, _filled) = (cycle - lines, cycle - 1, _active, true);
        Fetched += (long)lines * _perCycle;
    }

    private void Advance()
    {
        int lines = Ceil(_half, _perCycle);
        _start = (_start + _step) % _sets;
        _end = (_start + _active) % _sets;
        Fetched += (long)lines * _perCycle;
        Last += lines + 1;
    }
}
