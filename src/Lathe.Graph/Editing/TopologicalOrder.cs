using System.Collections.Immutable;

namespace Lathe.Graph.Editing;

/// <summary>Sorts nodes so that each follows those it reads from; otherwise their order is kept.</summary>
internal static class TopologicalOrder
{
    public static ImmutableArray<Node> Sort(IReadOnlyList<Node> nodes, IEnumerable<string> available, string graph, bool allowCaptures)
    {
        var producers = new Dictionary<string, int>();
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string output in nodes[i].Outputs.Where(o => o.Length > 0))
            {
                if (!producers.TryAdd(output, i))
                {
                    throw new InvalidInputException($"Graph '{graph}': value '{output}' is made by both {nodes[producers[output]].Describe()} and {nodes[i].Describe()}. Each value may have one producer.");
                }
            }
        }

        var ready = new HashSet<string>(available);
        var waiting = new int[nodes.Count];
        var readers = new List<int>[nodes.Count];
        var queue = new PriorityQueue<int, int>();
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string input in nodes[i].Inputs.Concat(Captures.Of(nodes[i])).Where(n => n.Length > 0).Distinct())
            {
                if (producers.TryGetValue(input, out int producer))
                {
                    (readers[producer] ??= []).Add(i);
                    waiting[i]++;
                }
                else if (!ready.Contains(input) && !allowCaptures)
                {
                    throw new InvalidInputException($"Graph '{graph}': {nodes[i].Describe()} reads '{input}', which is neither an input, a parameter nor made by a node.");
                }
            }

            if (waiting[i] == 0)
            {
                queue.Enqueue(i, i);
            }
        }

        var sorted = ImmutableArray.CreateBuilder<Node>(nodes.Count);
        while (queue.TryDequeue(out int index, out _))
        {
            sorted.Add(nodes[index]);
            foreach (int reader in readers[index] ?? [])
            {
                if (--waiting[reader] == 0)
                {
                    queue.Enqueue(reader, reader);
                }
            }
        }

        return sorted.Count == nodes.Count
            ? sorted.MoveToImmutable()
            : throw new InvalidInputException($"Graph '{graph}': {nodes.Count - sorted.Count} nodes form a cycle, {nodes[Array.FindIndex(waiting, w => w > 0)].Describe()} among them.");
    }
}
