using System.Collections.Immutable;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Patches;

/// <summary>
/// Runs the first stage of a network in patches of whole rows, so that the large images at its start are never in memory as a whole (Lin et al.
/// 2021, MCUNetV2, arXiv:2110.15352). Rows at the seams are computed twice. A patch of rows lies in one stretch of an image stored row by row: patches
/// are read and written where they belong, and nothing is copied.
/// </summary>
public sealed class PatchedStage
{
    private readonly IntegerGraph _graph;
    private readonly ImmutableArray<IIntegerOp> _stage;

    private PatchedStage(IntegerGraph graph, ImmutableArray<IIntegerOp> stage) => (_graph, _stage) = (graph, stage);

    /// <summary>The value the stage ends in.</summary>
    public IntegerValue Output => _stage[^1].Output;

    /// <summary>How many operations it has.</summary>
    public int Length => _stage.Length;

    /// <summary>The stages a network can begin with, from the shortest to the longest: all before one value, where every operation goes row by row and nothing else reads what is between.</summary>
    public static IEnumerable<PatchedStage> Of(IntegerGraph graph)
    {
        foreach (IIntegerOp last in graph.Ops.Where(RowwiseOps.Knows))
        {
            ImmutableArray<IIntegerOp> stage = Before(graph, last);
            HashSet<string> between = [.. stage.Select(o => o.Output.Name).Where(n => n != last.Output.Name)];
            bool seen = graph.Outputs.Any(o => between.Contains(o.Name)) || graph.Ops.Except(stage).Any(o => o.Inputs.Any(i => between.Contains(i.Name)));
            if (!seen && stage.All(RowwiseOps.Knows) && graph.Inputs.Where(i => stage.Any(o => o.Inputs.Contains(i))).All(i => i.Shape.Rank == 4 && i.Shape[0] == 1))
            {
                yield return new PatchedStage(graph, stage);
            }
        }
    }

    /// <summary>The network with this stage in patches.</summary>
    /// <param name="patches">How many, from 1 to the rows the stage makes.</param>
    public IntegerGraph Split(int patches)
    {
        int rows = Output.Shape[1];
        ArgumentOutOfRangeException.ThrowIfLessThan(patches, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(patches, rows);
        var ops = new List<IIntegerOp>();
        ImmutableArray<IntegerValue> parts = [.. Enumerable.Range(0, patches).Select(i => Patch(new RowRange(rows * i / patches, rows * (i + 1) / patches), ops))];
        ops.Add(new RowsJoinOp { Name = Output.Name + "/rows", Inputs = parts, Output = Output });
        return _graph with { Ops = [.. ops, .. _graph.Ops.Except(_stage)] };
    }

    private IntegerValue Patch(RowRange wanted, List<IIntegerOp> ops)
    {
        var needed = new Dictionary<string, RowRange> { [Output.Name] = wanted };
        foreach (IIntegerOp op in _stage.Reverse())
        {
            RowRange reads = RowwiseOps.Reads(op, needed[op.Output.Name]);
            foreach (IntegerValue input in op.Inputs)
            {
                needed[input.Name] = needed.TryGetValue(input.Name, out RowRange known) ? known.With(reads) : reads;
            }
        }

        // What each value has in this patch; an input of the network has all its rows.
        var made = new Dictionary<string, (IntegerValue Value, RowRange Rows)>();
        foreach (IntegerValue input in _graph.Inputs.Where(i => needed.ContainsKey(i.Name)))
        {
            made[input.Name] = (input, new RowRange(0, input.Shape[1]));
        }

        string patch = $"/patch-{wanted.First}";
        var views = new HashSet<string>();
        foreach (IIntegerOp op in _stage)
        {
            RowRange rows = needed[op.Output.Name], reads = RowwiseOps.Reads(op, rows);
            IntegerValue[] inputs = [.. op.Inputs.Select(i => View(made[i.Name], reads))];
            IntegerValue output = new(op.Output.Name + patch, op.Output.Type, op.Output.Shape.With(1, rows.Count));
            ops.Add(RowwiseOps.Part(op, op.Name + patch, rows, inputs, output));
            made[op.Output.Name] = (output, rows);
        }

        return made[Output.Name].Value;

        IntegerValue View((IntegerValue Value, RowRange Rows) of, RowRange rows)
        {
            if (of.Rows == rows)
            {
                return of.Value;
            }

            IntegerValue view = new($"{of.Value.Name}/rows-{rows.First}-{rows.End - 1}{patch}", of.Value.Type, of.Value.Shape.With(1, rows.Count));
            if (views.Add(view.Name))
            {
                ops.Add(new RowsOp { Name = view.Name, Input = of.Value, Output = view, First = rows.First - of.Rows.First });
            }

            return view;
        }
    }

    private static ImmutableArray<IIntegerOp> Before(IntegerGraph graph, IIntegerOp last)
    {
        HashSet<string> needed = [last.Output.Name];
        var stage = new List<IIntegerOp>();
        foreach (IIntegerOp op in graph.Ops.Reverse().Where(op => needed.Contains(op.Output.Name)))
        {
            stage.Add(op);
            needed.UnionWith(op.Inputs.Select(i => i.Name));
        }

        stage.Reverse();
        return [.. stage];
    }
}
