using System.Runtime.InteropServices;
using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn;

/// <summary>The steps every operation shares on its way from a description to a plan.</summary>
internal static unsafe class PrimitiveFactory
{
    /// <summary>Has oneDNN choose an implementation; null when it has none.</summary>
    /// <param name="context">The engine.</param>
    /// <param name="description">The filled operation description.</param>
    /// <param name="attributes">Post-operations, or null.</param>
    /// <param name="hint">The forward primitive a backward one belongs to, or null.</param>
    /// <param name="operation">Operation and shapes for messages.</param>
    public static DnnlPrimitiveDescription? Describe(OneDnnContext context, OperationDescription* description, DnnlAttributes? attributes, DnnlPrimitiveDescription? hint, string operation)
    {
        DnnlStatus status = Dnnl.PrimitiveDescCreate(out nint raw, description, attributes?.Raw ?? 0, context.Engine, hint?.Raw ?? 0);
        if (status == DnnlStatus.Unimplemented)
        {
            return null;
        }

        status.Check(operation);
        return new DnnlPrimitiveDescription(raw);
    }

    /// <summary>Has oneDNN choose among the implementations whose names do not start in some way; null when it has no other.</summary>
    /// <param name="context">The engine.</param>
    /// <param name="description">The filled operation description.</param>
    /// <param name="attributes">Post-operations, or null.</param>
    /// <param name="hint">The forward primitive a backward one belongs to, or null.</param>
    /// <param name="operation">Operation and shapes for messages.</param>
    /// <param name="without">How the names of unwanted implementations start.</param>
    public static DnnlPrimitiveDescription? Describe(OneDnnContext context, OperationDescription* description, DnnlAttributes? attributes, DnnlPrimitiveDescription? hint, string operation, string without)
    {
        DnnlStatus status = Dnnl.PrimitiveDescIteratorCreate(out nint iterator, description, attributes?.Raw ?? 0, context.Engine, hint?.Raw ?? 0);
        if (status is DnnlStatus.Unimplemented or DnnlStatus.IteratorEnds)
        {
            return null;
        }

        status.Check(operation);
        try
        {
            for (; status == DnnlStatus.Success; status = Dnnl.PrimitiveDescIteratorNext(iterator))
            {
                var candidate = new DnnlPrimitiveDescription(Dnnl.PrimitiveDescIteratorFetch(iterator));
                if (!candidate.IsInvalid && !Implementation(candidate).StartsWith(without, StringComparison.Ordinal))
                {
                    return candidate;
                }

                candidate.Dispose();
            }

            return null;
        }
        finally
        {
            Dnnl.PrimitiveDescIteratorDestroy(iterator);
        }
    }

    /// <summary>True when the implementation is oneDNN's plain loop, which is slower than the managed kernels.</summary>
    public static bool IsReference(DnnlPrimitiveDescription description)
    {
        string name = Implementation(description);
        return name.StartsWith("ref", StringComparison.Ordinal) || name.StartsWith("gemm:ref", StringComparison.Ordinal);
    }

    /// <summary>Creates the primitive and takes over its operands.</summary>
    public static PrimitivePlan Build(DnnlPrimitiveDescription description, IEnumerable<Operand> operands, string operation)
    {
        Dnnl.PrimitiveCreate(out nint primitive, description.Raw).Check(operation);
        return new PrimitivePlan(new DnnlPrimitive(primitive), [.. operands], operation, Implementation(description));
    }

    private static string Implementation(DnnlPrimitiveDescription description)
    {
        nint text = 0;
        Dnnl.PrimitiveDescQuery(description.Raw, DnnlConstants.QueryImplementation, 0, &text).Check("a query of an implementation's name");
        return Marshal.PtrToStringUTF8(text) ?? string.Empty;
    }
}
