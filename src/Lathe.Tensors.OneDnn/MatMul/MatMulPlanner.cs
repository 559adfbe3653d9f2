using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn.MatMul;

/// <summary>Makes the primitive of a batch of matrix products.</summary>
internal sealed unsafe class MatMulPlanner(OneDnnContext context)
{
    /// <summary>Prepares a primitive, or returns null when oneDNN has none but its slow reference for it.</summary>
    public PrimitivePlan? Create(MatMulKey key)
    {
        string operation = key.Describe();
        int type = key.InputType == DType.BFloat16 ? DnnlConstants.TypeBFloat16 : DnnlConstants.TypeFloat32;
        MemoryDescription a = MemoryDescription.OfStrides([key.StrideA == 0 ? 1 : key.Batch, key.M, key.K], type, [Outer(key.StrideA, key.M, key.K), key.TransposeA ? 1 : key.LeadingA, key.TransposeA ? key.LeadingA : 1]);
        MemoryDescription b = MemoryDescription.OfStrides([key.StrideB == 0 ? 1 : key.Batch, key.K, key.N], type, [Outer(key.StrideB, key.K, key.N), key.TransposeB ? 1 : key.LeadingB, key.TransposeB ? key.LeadingB : 1]);
        MemoryDescription c = MemoryDescription.OfStrides([key.Batch, key.M, key.N], DnnlConstants.TypeFloat32, [Outer(key.StrideC, key.M, key.LeadingC), key.LeadingC, 1]);
        MemoryDescription bias = MemoryDescription.OfStrides([1, 1, key.N], DnnlConstants.TypeFloat32, [key.N, key.N, 1]);
        OperationDescription description;
        Dnnl.MatMulDescInit(&description, &a, &b, key.HasBias ? &bias : null, &c).Check(operation);
        using DnnlAttributes? attributes = PostOperations.Create(key.Accumulate, key.Activation);
        using DnnlPrimitiveDescription? primitive = PrimitiveFactory.Describe(context, &description, attributes, null, operation);
        return primitive is null || PrimitiveFactory.IsReference(primitive) ? null : PrimitiveFactory.Build(primitive, Operands(key, a, b, c, bias), operation);
    }

    private IEnumerable<Operand> Operands(MatMulKey key, MemoryDescription a, MemoryDescription b, MemoryDescription c, MemoryDescription bias)
    {
        yield return new Operand(context.Engine, DnnlConstants.ArgumentSource, a, false);
        yield return new Operand(context.Engine, DnnlConstants.ArgumentWeights, b, false);
        yield return new Operand(context.Engine, DnnlConstants.ArgumentDestination, c, true);
        if (key.HasBias)
        {
            yield return new Operand(context.Engine, DnnlConstants.ArgumentBias, bias, false);
        }
    }

    /// <summary>The stride of a batch of one does not matter, but must not look like overlap.</summary>
    private static long Outer(long stride, int rows, int leading) => stride == 0 ? (long)rows * leading : stride;
}
