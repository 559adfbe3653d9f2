using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn.Pooling;

/// <summary>Makes the primitive of a pooling.</summary>
internal sealed unsafe class PoolingPlanner(OneDnnContext context)
{
    /// <summary>Prepares a primitive, or returns null when oneDNN has none but its slow reference for it.</summary>
    public PrimitivePlan? Create(PoolingKey key)
    {
        string operation = key.Describe();
        PoolGeometry g = key.Geometry;
        bool isBackward = key.Kind == PoolingKind.AverageBackward;
        MemoryDescription input = MemoryDescription.OfTag([g.Batch, g.Channels, g.InputHeight, g.InputWidth], DnnlConstants.TypeFloat32, DnnlConstants.TagNhwc);
        MemoryDescription output = MemoryDescription.OfTag([g.Batch, g.Channels, g.OutputHeight, g.OutputWidth], DnnlConstants.TypeFloat32, DnnlConstants.TagNhwc);
        using DnnlPrimitiveDescription? forward = Describe(key, input, output, isForward: true, null, operation);
        using DnnlPrimitiveDescription? backward = isBackward && forward is not null ? Describe(key, input, output, isForward: false, forward, operation) : null;
        DnnlPrimitiveDescription? primitive = isBackward ? backward : forward;
        if (primitive is null || PrimitiveFactory.IsReference(primitive))
        {
            return null;
        }

        Operand[] operands = isBackward
            ? [new(context.Engine, DnnlConstants.ArgumentGradientDestination, output, false), new(context.Engine, DnnlConstants.ArgumentGradientSource, input, true)]
            : [new(context.Engine, DnnlConstants.ArgumentSource, input, false), new(context.Engine, DnnlConstants.ArgumentDestination, output, true)];
        return PrimitiveFactory.Build(primitive, operands, operation);
    }

    private DnnlPrimitiveDescription? Describe(PoolingKey key, MemoryDescription input, MemoryDescription output, bool isForward, DnnlPrimitiveDescription? hint, string operation)
    {
        PoolGeometry g = key.Geometry;
        long* strides = stackalloc long[] { g.StrideHeight, g.StrideWidth };
        long* kernel = stackalloc long[] { g.KernelHeight, g.KernelWidth };
        long* dilation = stackalloc long[] { g.DilationHeight - 1, g.DilationWidth - 1 };
        long* begin = stackalloc long[] { g.PadTop, g.PadLeft };
        long* end = stackalloc long[] { g.PadBottom, g.PadRight };
        int algorithm = key.Kind == PoolingKind.MaxForward ? DnnlConstants.PoolingMax
            : g.CountIncludePad ? DnnlConstants.PoolingAverageIncludePadding : DnnlConstants.PoolingAverageExcludePadding;
        OperationDescription description;
        int propagation = key.Kind == PoolingKind.AverageBackward ? DnnlConstants.ForwardTraining : DnnlConstants.ForwardInference;
        DnnlStatus status = isForward
            ? Dnnl.PoolingForwardDescInit(&description, propagation, algorithm, &input, &output, strides, kernel, dilation, begin, end)
            : Dnnl.PoolingBackwardDescInit(&description, algorithm, &input, &output, strides, kernel, dilation, begin, end);
        status.Check(operation);
        return PrimitiveFactory.Describe(context, &description, null, hint, operation);
    }
}
