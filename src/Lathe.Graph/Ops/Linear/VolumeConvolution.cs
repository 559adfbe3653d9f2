using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>Convolutions of volumes [N, C, D, H, W] as sums of planar ones, one for each depth of the kernel.</summary>
internal static class VolumeConvolution
{
    /// <summary>Convolution with w [O, C / group, Kd, Kh, Kw].</summary>
    public static Tensor Forward(Node node, Tensor x, Tensor w, Tensor? bias)
    {
        DepthWindow window = DepthWindow.Of(node, x.Shape, w.Shape[2]);
        Tensor padded = Functions.Pad(x, [0, 0, window.Before, 0, 0], [0, 0, window.After, 0, 0]);
        int span = padded.Shape[2] - (window.Dilation * (window.Kernel - 1)) - 1;
        if (span < 0)
        {
            throw new InvalidInputException($"{node.Describe()}: a kernel of depth {window.Kernel} does not fit into the padded input {padded}.");
        }

        Tensor? sum = null;
        for (int k = 0; k < window.Kernel; k++)
        {
            Tensor slices = Functions.Slice(padded, 2, k * window.Dilation, (span / window.Stride) + 1, window.Stride);
            Tensor plane = Plane(w, k);
            ConvolutionOptions options = SpatialAttributes.Convolution(window.Planar, new Shape(1, 1, x.Shape[3], x.Shape[4]), plane.Shape);
            Tensor part = Functions.Convolution(DepthWindow.ToPlanes(slices), plane, k == 0 ? bias : null, options);
            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return DepthWindow.FromPlanes(sum!, x.Shape[0]);
    }

    /// <summary>Transposed convolution with w [C, O / group, Kd, Kh, Kw].</summary>
    public static Tensor Transposed(Node node, Tensor x, Tensor w, Tensor? bias)
    {
        if (node.Attributes.Has("output_shape") || node.Attributes.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER")
        {
            throw new InvalidInputException($"{node.Describe()}: output_shape and auto_pad are not supported in 3-D. Give pads and output_padding.");
        }

        DepthWindow window = DepthWindow.Of(node, x.Shape, w.Shape[2]);
        int extra = node.Attributes.Ints("output_padding") is { Length: 3 } padding ? (int)padding[0] : 0;
        int depth = ((x.Shape[2] - 1) * window.Stride) + (window.Dilation * (window.Kernel - 1)) + 1 + extra - window.Before - window.After;
        (int Height, int Width) planar = extra == 0 && !node.Attributes.Has("output_padding") ? default : SpatialAttributes.Pair(window.Planar, "output_padding", 0);
        Tensor? sum = null;
        for (int k = 0; k < window.Kernel; k++)
        {
            Tensor plane = Plane(w, k);
            ConvolutionOptions options = SpatialAttributes.Convolution(window.Planar, new Shape(1, 1, x.Shape[3], x.Shape[4]), plane.Shape);
            Tensor part = DepthWindow.FromPlanes(Functions.ConvolutionTranspose(DepthWindow.ToPlanes(x), plane, null, options, planar), x.Shape[0]);
            part = Place(part, window.Stride, (k * window.Dilation) - window.Before, depth);
            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return bias is null ? sum! : Functions.Add(sum!, Functions.Reshape(bias, new Shape(bias.Count, 1, 1, 1)));
    }

    // Depth d goes to d stride + offset; what falls outside is cut.
    private static Tensor Place(Tensor y, int stride, int offset, int depth)
    {
        (int n, int c, int d, int h, int w) = (y.Shape[0], y.Shape[1], y.Shape[2], y.Shape[3], y.Shape[4]);
        Tensor spread = Functions.Pad(Functions.Reshape(y, new Shape(n * c, d, 1, h * w)), [0, 0, 0, 0], [0, 0, stride - 1, 0]);
        Tensor rows = Functions.Reshape(spread, new Shape(n, c, d * stride, h, w));
        return Functions.Pad(rows, [0, 0, offset, 0, 0], [0, 0, depth - offset - (d * stride), 0, 0]);
    }

    private static Tensor Plane(Tensor w, int k) => Functions.Reshape(Functions.Slice(w, 2, k, 1), new Shape(w.Shape[0], w.Shape[1], w.Shape[3], w.Shape[4]));
}
