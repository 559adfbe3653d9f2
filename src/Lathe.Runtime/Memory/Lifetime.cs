using System.Collections.Immutable;

namespace Lathe.Runtime.Memory;

/// <summary>The steps between which a buffer must not be overwritten.</summary>
/// <param name="Names">The values in it: the one whose memory it is, then views and parts.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">The step that writes it; -1 for an input of the graph.</param>
/// <param name="Last">The last step that reads it; the number of steps for an output of the graph.</param>
public sealed record Lifetime(ImmutableArray<string> Names, int Bytes, int First, int Last)
{
    /// <summary>True when both are alive in some step.</summary>
    public bool Overlaps(Lifetime other) => First <= other.Last && other.First <= Last;

    /// <summary>The name of the memory an operation needs while it runs.</summary>
    public static string ScratchName(IIntegerOp op) => op.Output.Name + "/scratch";

    /// <summary>The buffers of a graph, each from the first step that writes part of it.</summary>
    public static ImmutableArray<Lifetime> Of(IntegerGraph graph)
    {
        ValuePlaces places = ValuePlaces.Of(graph);
        var buffers = new Dictionary<string, Lifetime>();
        foreach (IntegerValue input in graph.Inputs)
        {
            Touch(input, -1);
        }

        for (int step = 0; step < graph.Ops.Length; step++)
        {
            IIntegerOp op = graph.Ops[step];
            foreach (IntegerValue value in op.Inputs.Add(op.Output))
            {
                Touch(value, step);
            }

            if (op.ScratchBytes > 0)
            {
                buffers[ScratchName(op)] = new Lifetime([ScratchName(op)], op.ScratchBytes, step, step);
            }
        }

        foreach (IntegerValue output in graph.Outputs)
        {
            Touch(output, graph.Ops.Length);
        }

        return [.. buffers.Values];

        void Touch(IntegerValue value, int step)
        {
            string owner = places.Find(value.Name).Owner;
            Lifetime known = buffers.TryGetValue(owner, out Lifetime? before) ? before with { Last = step } : new Lifetime([owner], places.Bytes(owner), step, step);
            buffers[owner] = known.Names.Contains(value.Name) ? known : known with { Names = known.Names.Add(value.Name) };
        }
    }
}
