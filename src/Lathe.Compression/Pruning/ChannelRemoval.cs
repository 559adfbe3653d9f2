using Lathe.Graph;
using Lathe.Graph.Coupling;
using Lathe.Graph.Editing;
using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Compression.Pruning;

/// <summary>Takes removed labels out of all parameters and adjusts the sizes nodes carry.</summary>
internal static class ChannelRemoval
{
    public static ModelGraph Apply(DependencyGraph dependencies, HashSet<int> removed)
    {
        ModelGraph graph = dependencies.Graph;
        var editor = new GraphEditor(graph);
        int[] Kept(string value, int axis) => [.. Enumerable.Range(0, dependencies.Types[value].Shape[axis]).Where(i => !removed.Contains(dependencies.Labels.Of(value, axis, i)))];

        foreach ((string name, TensorData data) in graph.Parameters)
        {
            editor.SetParameter(name, Slice(data, axis => Kept(name, axis)));
        }

        foreach (Node node in graph.Nodes)
        {
            Node current = node;
            var context = new ShrinkContext(node, (value, axis, index) => !removed.Contains(dependencies.Labels.Of(value, Normalize(dependencies.Types[value].Shape, axis), index)), (value, axis) => dependencies.Types[value].Shape[axis], name => graph.Parameters.GetValueOrDefault(name), (input, constant) =>
            {
                // Constants may be shared; each adjusted node gets its own.
                string own = editor.AddParameter(node.Name + "/size", constant);
                current = current with { Inputs = [.. current.Inputs.Select(i => i == input ? own : i)] };
            });
            Node shrunk = OpRegistry.Find(node)?.Shrink(context) ?? node;
            editor.Replace(node, shrunk with { Inputs = current.Inputs });
        }

        return GraphVerifier.Verify(editor.ToGraph());
    }

    private static int Normalize(Shape shape, int axis) => axis < 0 ? axis + shape.Rank : axis;

    private static TensorData Slice(TensorData data, Func<int, int[]> kept)
    {
        for (int axis = 0; axis < data.Shape.Rank; axis++)
        {
            int[] keep = kept(axis);
            if (keep.Length < data.Shape[axis])
            {
                data = Take(data, axis, keep);
            }
        }

        return data;
    }

    private static TensorData Take(TensorData data, int axis, int[] keep)
    {
        int size = data.Shape[axis], strip = data.Shape.Product(axis + 1, data.Shape.Rank) * data.Type.Size(), outer = data.Shape.Product(0, axis);
        byte[] bytes = new byte[(long)outer * keep.Length * strip];
        ReadOnlySpan<byte> source = data.Bytes.Span;
        for (int o = 0, at = 0; o < outer; o++)
        {
            foreach (int index in keep)
            {
                source.Slice(((o * size) + index) * strip, strip).CopyTo(bytes.AsSpan(at));
                at += strip;
            }
        }

        return new TensorData(data.Type, data.Shape.With(axis, keep.Length), bytes);
    }
}
