using Lathe.Graph;

namespace Lathe.Compression.Sharing;

/// <summary>Bits of single layers, written <c>name=bits</c>.</summary>
internal sealed class NamedBits
{
    private readonly Dictionary<string, int> _bits = [];

    private NamedBits()
    {
    }

    /// <summary>What is wrong with the texts.</summary>
    public static IEnumerable<string> Problems(IEnumerable<string> texts, int most) =>
        texts.Where(t => Split(t) is not { } pair || pair.Bits < 1 || pair.Bits > most).Select(t => $"'{t}' is not name=bits with 1 to {most} bits");

    /// <summary>Reads texts that have no problems.</summary>
    /// <exception cref="InvalidInputException">A name is neither a layer nor a weight of the network.</exception>
    public static NamedBits Read(ModelGraph graph, IEnumerable<string> texts)
    {
        var layers = new NamedBits();
        foreach (string text in texts)
        {
            (string name, int bits) = Split(text)!.Value;
            Check(graph, name);
            layers._bits[name] = bits;
        }

        return layers;
    }

    /// <summary>Refuses names that a network does not have.</summary>
    public static void Check(ModelGraph graph, string name)
    {
        if (!graph.Parameters.ContainsKey(name) && !graph.Nodes.Any(n => n.Name == name))
        {
            throw new InvalidInputException($"'{name}' is neither a layer nor a weight of '{graph.Name}'. `lathe inspect` lists them.");
        }
    }

    /// <summary>The bits of a weight that a node reads, or null.</summary>
    public int? Of(Node reader, string weight) => _bits.TryGetValue(weight, out int bits) || _bits.TryGetValue(reader.Name, out bits) ? bits : null;

    private static (string Name, int Bits)? Split(string text)
    {
        int at = text.LastIndexOf('=');
        return at > 0 && int.TryParse(text.AsSpan(at + 1), out int bits) ? (text[..at].Trim(), bits) : null;
    }
}
