using Lathe.Tensors;

namespace Lathe.Graph.Ops.Pooling;

/// <summary>Max or average pooling over windows.</summary>
internal sealed class PoolOp(string opType, bool max) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
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
        (int height, int width) = SpatialAttributes.Pair(context.Node, "kernel_shape", 1);
        return context.Elementwise(height * width);
    }

    public override void Couple(Coupling.CouplingContext context) => context.Link(context.Input(0)!, 1, context.Output(), 1);

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
