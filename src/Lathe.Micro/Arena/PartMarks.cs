using Lathe.Runtime.Memory;

namespace Lathe.Micro.Arena;

/// <summary>
/// Buffers of no size that say which parts of a joined value are written, so that no order reads the whole before all of it is there.
/// </summary>
/// <param name="places">Where values lie.</param>
/// <param name="add">Makes a buffer of no size.</param>
internal sealed class PartMarks(ValuePlaces places, Func<string, int> add)
{
    private readonly Dictionary<string, List<(string Part, int Mark)>> _marks = [];

    /// <summary>The mark that whoever writes a part sets; nothing for a value of its own.</summary>
    public IEnumerable<int> Written(string value)
    {
        if (!places.IsPart(value))
        {
            return [];
        }

        int mark = add(value + "/written");
        string owner = places.Find(value).Owner;
        _marks.TryAdd(owner, []);
        _marks[owner].Add((value, mark));
        return [mark];
    }

    /// <summary>The marks that have to be set before a value is read: its own for a part, those of all parts for the whole.</summary>
    public IEnumerable<int> Read(string value)
    {
        if (!_marks.TryGetValue(places.Find(value).Owner, out List<(string Part, int Mark)>? marks))
        {
            return [];
        }

        return marks.Any(m => m.Part == value) ? marks.Where(m => m.Part == value).Select(m => m.Mark) : marks.Select(m => m.Mark);
    }
}
