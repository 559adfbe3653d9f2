using System.Collections.Immutable;

namespace Lathe.Runtime.Memory;

/// <summary>The steps between which a buffer must not be overwritten.</summary>
/// <param name="Names">The values in it: one, and its views.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">The step that writes it; -1 for an input of the graph.</param>
/// <param name="Last">The last step that reads it; the number of steps for an output of the graph.</param>
public sealed record Lifetime(ImmutableArray<string> Names, int Bytes, int First, int Last)
{
    /// <summary>True when both are alive in some step.</summary>
    public bool Overlaps(Lifetime other) => First <= other.Last && other.First <= Last;

    /// <summary>The name of the memory an operation needs while it runs.</summary>
    public static string ScratchName(IIntegerOp op) => op.Output.Name + "/scratch";

    /// <summary>The buffers of a graph.</summary>
    public static ImmutableArray<Lifetime> Of(IntegerGraph graph)
    {
        var root = new Dictionary<string, string>();
        var buffers = new Dictionary<string, Lifetime>();
        foreach (IntegerValue input in graph.Inputs)
        {
            Start(input, -1);
        }

        for (int step = 0; step < graph.Ops.Length; step++)
        {
            IIntegerOp op = graph.Ops[step];
            foreach (IntegerValue input in op.Inputs)
            {
                Extend(input, step);
            }

            if (op.ScratchBytes > 0)
            {
                buffers[ScratchName(op)] = new Lifetime([ScratchName(op)], op.ScratchBytes, step, step);
            }

            if (op.IsView)
            {
                string owner = root[op.Output.Name] = root[op.Inputs[0].Name];
                buffers[owner] = buffers[owner] with { Names = buffers[owner].Names.Add(op.Output.Name) };
            }
            else
            {
                Start(op.Output, step);
            }
        }

        foreach (IntegerValue output in graph.Outputs)
        {
            Extend(output, graph.Ops.Length);
        }

        return [.. buffers.Values];

        void Start(IntegerValue value, int step)
        {
            root[value.Name] = value.Name;
            buffers[value.Name] = new Lifetime([value.Name], value.Bytes, step, step);
        }

        void Extend(IntegerValue value, int step) => buffers[root[value.Name]] = buffers[root[value.Name]] with { Last = step };
    }
}
