namespace Lathe.Hardware.Systolic;

/// <summary>A memory of outputs: when half of it is full, that half is written back while the other takes what comes.</summary>
internal sealed class DrainedMemory(int words, int perCycle)
{
    private readonly List<int> _lines = [];
    private readonly int _half = words - (words / 2);
    private long _free = words;
    private long _drained;
    private int _line;
    private int _next;

    /// <summary>Words written back.</summary>
    public long Written { get; private set; }

    /// <summary>Takes some outputs and tells when that was done.</summary>
    public long Take(int count, long cycle)
    {
        for (int i = 0; i < count; i++)
        {
            _free--;
            if (++_line == perCycle)
            {
                EndLine();
            }

            if (cycle < _drained)
            {
                cycle = _free > 0 ? cycle : _drained;
            }
            else if (_free < words - _half)
            {
                EndLine();
                _drained = Drain(cycle);
            }
        }

        return cycle;
    }

    /// <summary>Writes back what is left and tells when the last word is out.</summary>
    public long Empty(long cycle)
    {
        EndLine();
        long end = cycle;
        while (_next < _lines.Count)
        {
            end = Drain(cycle);
            cycle = end + 1;
        }

        // What was begun before may end later.
        return Math.Max(end, _drained);
    }

    private void EndLine()
    {
        if (_line > 0)
        {
            _lines.Add(_line);
            _line = 0;
        }
    }

    private long Drain(long cycle)
    {
        int end = Math.Min(_next + ((_half + perCycle - 1) / perCycle), _lines.Count), count = end - _next;
        // Of unfilled lines only the last one is known to be unfilled.
        long moved = ((long)count * perCycle) - (perCycle - _lines[end - 1]);
        (_next, Written, _free) = (end, Written + moved, _free + moved);
        return cycle + count - 1;
    }
}
