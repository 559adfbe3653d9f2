using System.Collections.Immutable;

namespace Lathe.Runtime.Memory;

/// <summary>In which value's memory every value of a graph lies: views inside what they look at, parts inside what they are joined into.</summary>
public sealed class ValuePlaces
{
    private readonly Dictionary<string, (string Within, int Offset)> _within;
    private readonly Dictionary<string, int> _bytes;

    private ValuePlaces(Dictionary<string, (string Within, int Offset)> within, Dictionary<string, int> bytes) => (_within, _bytes) = (within, bytes);

    /// <summary>Reads a graph.</summary>
    /// <exception cref="InvalidInputException">A value would lie in two places.</exception>
    public static ValuePlaces Of(IntegerGraph graph)
    {
        var within = new Dictionary<string, (string, int)>();
        foreach (IIntegerOp op in graph.Ops)
        {
            if (op.IsJoin)
            {
                int at = 0;
                foreach (IntegerValue part in op.Inputs)
                {
                    Put(part.Name, op.Output.Name, at);
                    at += part.Bytes;
                }
            }
            else if (op.IsView)
            {
                Put(op.Output.Name, op.Inputs[0].Name, op.ViewOffset);
            }
        }

        return new ValuePlaces(within, graph.Inputs.Concat(graph.Ops.Select(o => o.Output)).ToDictionary(v => v.Name, v => v.Bytes));

        void Put(string value, string place, int offset)
        {
            if (!within.TryAdd(value, (place, offset)))
            {
                throw new InvalidInputException($"In integer graph '{graph.Name}' the value '{value}' would lie inside '{place}' and inside '{within[value].Item1}' at once. Copy it for one of them.");
            }
        }
    }

    /// <summary>The value whose memory it is, and the bytes from its start.</summary>
    public (string Owner, int Offset) Find(string value)
    {
        int offset = 0;
        while (_within.TryGetValue(value, out (string Within, int Offset) place))
        {
            (value, offset) = (place.Within, offset + place.Offset);
        }

        return (value, offset);
    }

    /// <summary>True for a value that lies in the memory of another.</summary>
    public bool IsPart(string value) => _within.ContainsKey(value);

    /// <summary>The size of a value.</summary>
    public int Bytes(string value) => _bytes[value];
}
