namespace Lathe.Hardware.Systolic;

/// <summary>
/// A double-buffered memory that always has what is asked for: what it lacks is fetched in time, whatever bandwidth that takes. It keeps operands in the
/// order they came, in a hundred sets, and lets go of half of them when all are full (SCALE-Sim's mode that estimates bandwidth).
/// </summary>
internal sealed class EagerMemory(int words, int perCycle)
{
    private const int Sets = 100, Kept = Sets / 2, Latency = 1;

    private readonly Dictionary<int, int> _set = [];
    private readonly int _perSet = Math.Max(1, words / Sets);
    private long? _asked;
    private int _start, _end = Kept - 1, _current, _filled;
    private bool _fetched;

    /// <summary>Words fetched.</summary>
    public long Fetched { get; private set; }

    /// <summary>The cycle at which the first word came.</summary>
    public long First { get; private set; }

    /// <summary>Gives what a cycle asks for.</summary>
    public void Serve(IEnumerable<int> addresses, long cycle)
    {
        foreach (int address in addresses)
        {
            _asked ??= cycle;
            if (!_set.TryGetValue(address, out int set) || set < _start)
            {
                Fetch(address);
            }
        }
    }

    /// <summary>Ends; what never filled the sets kept was fetched before the first cycle.</summary>
    public void Complete()
    {
        if (!_fetched)
        {
            First = Begun(-1, _current + (_filled > 0 ? 1 : 0));
        }
    }

    private void Fetch(int address)
    {
        _set[address] = _current;
        Fetched++;
        if (++_filled < _perSet)
        {
            return;
        }

        _filled = 0;
        if (++_current > _end)
        {
            if (!_fetched)
            {
                (First, _fetched) = (Begun(_asked!.Value - 1, Kept), true);
            }

            _start += Kept;
            _end += Kept;
        }
    }

    // Words of whole sets that have to be there at a cycle.
    private long Begun(long end, int sets) => end + 1 - ((((long)sets * _perSet) + perCycle - 1) / perCycle);
}
