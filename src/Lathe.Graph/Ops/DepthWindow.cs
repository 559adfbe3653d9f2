using Lathe.Tensors;

namespace Lathe.Graph.Ops;

/// <summary>
/// A 3-D window taken apart: what happens along depth, and the same node for the two axes of a plane. 3-D operators compute with
/// the 2-D functions, plane by plane, and so are differentiable like them.
/// </summary>
internal sealed record DepthWindow(int Kernel, int Stride, int Dilation, int Before, int After, Node Planar)
{
    /// <summary>Takes the window of a node over x [N, C, D, H, W] apart.</summary>
    public static DepthWindow Of(Node node, Shape x, int kernel)
    {
        AttributeMap a = node.Attributes, planar = a;
        foreach (string name in new[] { "kernel_shape", "strides", "dilations", "output_padding", "output_shape" })
        {
            planar = a.Ints(name) is { Length: > 0 } values ? planar.With(name, values[1..]) : planar;
        }

        long[] pads = a.Ints("pads") is { Length: 6 } given ? given : new long[6];
        planar = a.Has("pads") ? planar.With("pads", new[] { pads[1], pads[2], pads[4], pads[5] }) : planar;
        int stride = First(a, "strides"), dilation = First(a, "dilations");
        (int before, int after) = a.Text("auto_pad", "NOTSET") switch
        {
            "SAME_UPPER" => SpatialAttributes.Same(x[2], kernel, stride, dilation, lower: false),
            "SAME_LOWER" => SpatialAttributes.Same(x[2], kernel, stride, dilation, lower: true),
            "VALID" => (0, 0),
            _ => ((int)pads[0], (int)pads[3]),
        };
        return new DepthWindow(kernel, stride, dilation, before, after, node with { Attributes = planar });
    }

    /// <summary>[N, C, D, ...] as [N D, C, ...].</summary>
    public static Tensor ToPlanes(Tensor x) => Functions.Reshape(Functions.Transpose(x, [0, 2, 1, 3, 4]), new Shape(x.Shape[0] * x.Shape[2], x.Shape[1], x.Shape[3], x.Shape[4]));

    /// <summary>[N D, C, ...] as [N, C, D, ...].</summary>
    public static Tensor FromPlanes(Tensor y, int batch) =>
        Functions.Transpose(Functions.Reshape(y, new Shape(batch, y.Shape[0] / Math.Max(1, batch), y.Shape[1], y.Shape[2], y.Shape[3])), [0, 2, 1, 3, 4]);

    private static int First(AttributeMap attributes, string name) => attributes.Ints(name) is { Length: > 0 } values ? checked((int)values[0]) : 1;
}
