using Lathe.Tensors;

namespace Lathe.Graph.Ops.Pooling;

/// <summary>Max or average pooling over windows.</summary>
internal sealed class PoolOp(string opType, bool max) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        if (x.Rank == 5)
        {
            return [Volume(context, Floating.Of(x), x.DType)];
        }

        PoolingOptions options = SpatialAttributes.Pooling(context.Node, x.Shape);
        if (!max)
        {
            return [Functions.AveragePool(x, options)];
        }

        Tensor y = x.DType == DType.Float32
            ? Functions.MaxPool(x, options, out Tensor? indices, wantIndices: context.Node.Outputs.Length > 1)
            : Functions.Cast(Functions.MaxPool(Functions.Cast(x, DType.Float32), options, out indices, wantIndices: context.Node.Outputs.Length > 1), x.DType);
        return context.Node.Outputs.Length > 1 ? [y, FlatIndices(indices!, x.Shape, context.Attributes.Int("storage_order", 0) != 0)] : [y];
    }

    public override OpCost Cost(CostContext context)
    {
        long[] kernel = context.Node.Attributes.Ints("kernel_shape") ?? [];
        return context.Elementwise((int)kernel.Aggregate(1L, (product, size) => product * size));
    }

    public override void Couple(Coupling.CouplingContext context) => context.Link(context.Input(0)!, 1, context.Output(), 1);

    // A window is a box: pooled over its planes first, then over depth.
    private Tensor Volume(ForwardContext context, Tensor x, DType type)
    {
        if (context.Node.Outputs.Length > 1)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: indices are not supported in 3-D.");
        }

        Shape s = x.Shape;
        DepthWindow window = DepthWindow.Of(context.Node, s, context.Attributes.Ints("kernel_shape") is { Length: 3 } kernel ? (int)kernel[0] : throw new InvalidInputException($"{context.Node.Describe()}: kernel_shape does not have the three sizes that {x} needs."));
        PoolingOptions planar = SpatialAttributes.Pooling(window.Planar, new Shape(s[0], s[1], s[3], s[4]));
        var deep = new PoolingOptions
        {
            Kernel = (window.Kernel, 1),
            Stride = (window.Stride, 1),
            Dilation = (window.Dilation, 1),
            Pad = (window.Before, 0, window.After, 0),
            CeilMode = planar.CeilMode,
            CountIncludePad = planar.CountIncludePad,
        };
        Tensor planes = Pool(Functions.Reshape(x, new Shape(s[0], s[1] * s[2], s[3], s[4])), planar);
        (int height, int width) = (planes.Shape[2], planes.Shape[3]);
        Tensor y = Pool(Functions.Reshape(planes, new Shape(s[0], s[1], s[2], height * width)), deep);
        return Floating.Back(Functions.Reshape(y, new Shape(s[0], s[1], y.Shape[2], height, width)), type);
    }

    private Tensor Pool(Tensor x, PoolingOptions options) => max ? Functions.MaxPool(x, options) : Functions.AveragePool(x, options);

    /// <summary>Places in a plane become places in the whole tensor, as the standard has them.</summary>
    private static Tensor FlatIndices(Tensor indices, Shape x, bool columnMajor)
    {
        int[] places = indices.ToArray<int>();
        int plane = x.Product(2, x.Rank), perPlane = indices.Shape.Product(2, indices.Rank);
        int height = x.Rank == 4 ? x[2] : 1, width = x[-1];
        var flat = new long[places.Length];
        for (int i = 0; i < flat.Length; i++)
        {
            int place = columnMajor ? ((places[i] % width) * height) + (places[i] / width) : places[i];
            flat[i] = ((long)(i / perPlane) * plane) + place;
        }

        return Tensor.From<long>(flat, indices.Shape);
    }
}
