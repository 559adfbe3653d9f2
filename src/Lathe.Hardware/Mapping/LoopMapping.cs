using System.Text;

namespace Lathe.Hardware.Mapping;

/// <summary>How a layer is laid out in space and time on an array of elements.</summary>
/// <param name="Nest">The layer.</param>
/// <param name="Rows">Loops unrolled down the rows of the array.</param>
/// <param name="Columns">Loops unrolled along its columns.</param>
/// <param name="Tiles">
/// Blocks, each in the order of <see cref="LoopDimension"/>: what an element works on at a time, what the array does, then what each memory holds; the
/// last is the layer.
/// </param>
/// <param name="Orders">For each memory outside the elements, in which order its blocks follow each other: the innermost loop first.</param>
public sealed record LoopMapping(LoopNest Nest, IReadOnlyList<(LoopDimension Dimension, int Factor)> Rows, IReadOnlyList<(LoopDimension Dimension, int Factor)> Columns, IReadOnlyList<int[]> Tiles, IReadOnlyList<LoopDimension[]> Orders)
{
    private const string Letters = "NGKCPQRS";

    /// <summary>The loops from the outermost memory to the element: <c>dram[K4 P2] buffer[C8] rows[K12] columns[P14] element[R3 S3]</c>.</summary>
    /// <param name="machine">Names the memories.</param>
    public string Describe(SpatialMachine machine)
    {
        var text = new StringBuilder();
        for (int level = Orders.Count; level >= 1; level--)
        {
            int[] inner = Tiles[level], outer = Tiles[level + 1];
            text.Append(machine.Levels[level].Name).Append('[').AppendJoin(' ', Orders[level - 1].Reverse().Select(d => (int)d).Where(d => outer[d] > inner[d]).Select(d => $"{Letters[d]}{(outer[d] + inner[d] - 1) / inner[d]}")).Append("] ");
        }

        text.Append("rows[").AppendJoin(' ', Rows.Select(Unrolled)).Append("] columns[").AppendJoin(' ', Columns.Select(Unrolled)).Append("] element[");
        return text.AppendJoin(' ', Tiles[0].Select((t, d) => (t, d)).Where(p => p.t > 1).Select(p => $"{Letters[p.d]}{p.t}")).Append(']').ToString();
    }

    /// <summary>How often a dimension is unrolled over the array.</summary>
    internal int[] Unrolling()
    {
        int[] factors = [.. Enumerable.Repeat(1, LoopNest.Dimensions)];
        foreach ((LoopDimension dimension, int factor) in Rows.Concat(Columns))
        {
            factors[(int)dimension] *= factor;
        }

        return factors;
    }

    private static string Unrolled((LoopDimension Dimension, int Factor) loop) => $"{Letters[(int)loop.Dimension]}{loop.Factor}";
}
