using System.Collections.Immutable;

namespace Lathe.Runtime.Memory;

/// <summary>
/// Where each value of an integer graph lies in one block of memory: values that are never alive together share bytes. Largest
/// first, each at the lowest free place (greedy by size, Pisarchyk and Lee 2020).
/// </summary>
public sealed class MemoryPlan
{
    private const int Alignment = 16;

    private MemoryPlan(ImmutableDictionary<string, int> offsets, int bytes) => (Offsets, Bytes) = (offsets, bytes);

    /// <summary>The first byte of each value.</summary>
    public ImmutableDictionary<string, int> Offsets { get; }

    /// <summary>The size of the block.</summary>
    public int Bytes { get; }

    /// <summary>A plan made elsewhere.</summary>
    /// <param name="offsets">The first byte of each value, and of the room operations need.</param>
    /// <param name="bytes">The size of the block.</param>
    public static MemoryPlan At(ImmutableDictionary<string, int> offsets, int bytes) => new(offsets, bytes);

    /// <summary>Plans a graph; its inputs live from the start and its outputs to the end.</summary>
    public static MemoryPlan Of(IntegerGraph graph)
    {
        ImmutableArray<Lifetime> lifetimes = Lifetime.Of(graph);
        var placed = new List<(Lifetime Life, int Offset)>();
        foreach (Lifetime life in lifetimes.OrderByDescending(l => l.Bytes).ThenBy(l => l.First))
        {
            int offset = 0;
            foreach ((Lifetime other, int at) in placed.Where(p => p.Life.Overlaps(life)).OrderBy(p => p.Offset))
            {
                if (offset + life.Bytes <= at)
                {
                    break;
                }

                offset = Math.Max(offset, Align(at + other.Bytes));
            }

            placed.Add((life, offset));
        }

        int bytes = placed.Count == 0 ? 0 : placed.Max(p => p.Offset + p.Life.Bytes);
        ValuePlaces places = ValuePlaces.Of(graph);
        var offsets = placed.SelectMany(p => p.Life.Names.Select(n => KeyValuePair.Create(n, p.Offset + places.Find(n).Offset))).ToImmutableDictionary();
        return new MemoryPlan(offsets, bytes);
    }

    private static int Align(int bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
