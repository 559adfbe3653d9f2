using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn;

/// <summary>What a primitive does to its result before storing it: add what is there, then an activation.</summary>
internal static class PostOperations
{
    /// <summary>Primitive attributes with these operations, or null when there are none.</summary>
    public static DnnlAttributes? Create(bool accumulate, Activation activation)
    {
        if (!accumulate && activation == Activation.Identity)
        {
            return null;
        }

        Dnnl.PostOpsCreate(out nint operations).Check("the creation of post-operations");
        try
        {
            if (accumulate)
            {
                Dnnl.PostOpsAppendSum(operations, 1).Check("an accumulating post-operation");
            }

            if (activation != Activation.Identity)
            {
                (int algorithm, float alpha) = activation == Activation.Relu6 ? (DnnlConstants.EltwiseBoundedRelu, 6f) : (DnnlConstants.EltwiseRelu, 0f);
                Dnnl.PostOpsAppendEltwise(operations, 1, algorithm, alpha, 0).Check($"post-operation {activation}");
            }

            Dnnl.PrimitiveAttrCreate(out nint raw).Check("the creation of attributes");
            var attributes = new DnnlAttributes(raw);
            Dnnl.PrimitiveAttrSetPostOps(raw, operations).Check("the attachment of post-operations");
            return attributes;
        }
        finally
        {
            _ = Dnnl.PostOpsDestroy(operations);
        }
    }
}
