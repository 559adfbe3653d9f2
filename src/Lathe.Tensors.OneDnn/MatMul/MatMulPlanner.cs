using System.Runtime.InteropServices;
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
        DnnlStatus status = Dnnl.PrimitiveDescCreate(out nint raw, &description, attributes?.Raw ?? 0, context.Engine, 0);
        if (status == DnnlStatus.Unimplemented)
        {
            return null;
        }

        status.Check(operation);
        using var primitiveDescription = new DnnlPrimitiveDescription(raw);
        nint name = 0;
        Dnnl.PrimitiveDescQuery(raw, DnnlConstants.QueryImplementation, 0, &name).Check(operation);
        string implementation = Marshal.PtrToStringUTF8(name) ?? string.Empty;
        return implementation.StartsWith("ref", StringComparison.Ordinal) ? null : Build(key, raw, [a, b, c, bias], operation, implementation);
    }

    private PrimitivePlan Build(MatMulKey key, nint description, MemoryDescription[] shapes, string operation, string implementation)
    {
        var operands = new List<Operand>
        {
            new(context.Engine, DnnlConstants.ArgumentSource, shapes[0], shapes[0], false),
            new(context.Engine, DnnlConstants.ArgumentWeights, shapes[1], shapes[1], false),
            new(context.Engine, DnnlConstants.ArgumentDestination, shapes[2], shapes[2], true),
        };
        if (key.HasBias)
        {
            operands.Add(new Operand(context.Engine, DnnlConstants.ArgumentBias, shapes[3], shapes[3], false));
        }

        Dnnl.PrimitiveCreate(out nint primitive, description).Check(operation);
        return new PrimitivePlan(new DnnlPrimitive(primitive), [.. operands], operation, implementation);
    }

    /// <summary>The stride of a batch of one does not matter, but must not look like overlap.</summary>
    private static long Outer(long stride, int rows, int leading) => stride == 0 ? (long)rows * leading : stride;
}
