namespace Lathe.Tensors.Autograd;

/// <summary>Adds gradients, in place where the memory is not shared.</summary>
internal static unsafe class GradientSum
{
    /// <summary>Returns left + right and consumes both.</summary>
    public static Tensor Add(Tensor left, Tensor right)
    {
        if (!left.IsExclusive && right.IsExclusive)
        {
            (left, right) = (right, left);
        }

        Tensor arranged = right;
        if (right.Layout != left.Layout)
        {
            arranged = right.ToLayout(left.Layout);
            arranged.Scope = null;
            right.Dispose();
        }

        Tensor result = left.IsExclusive ? left : Tensor.Empty(left.Shape, left.DType, left.Layout);
        result.Scope = null;
        ComputeBackend.Current.Elementwise.Binary(Kernels.BinaryOp.Add, left.Count, left.Floats, arranged.Floats, result.Floats);
        if (!ReferenceEquals(result, left))
        {
            left.Dispose();
        }

        arranged.Dispose();
        return result;
    }
}
