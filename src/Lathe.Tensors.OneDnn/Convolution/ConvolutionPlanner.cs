using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn.Convolution;

/// <summary>Makes the primitive of a convolution.</summary>
internal sealed unsafe class ConvolutionPlanner(OneDnnContext context)
{
    // oneDNN 2.6's pointwise kernels gather strided inputs into a scratchpad first; on channels-last inputs whose channels do not fill vectors they
    // write beyond its end (segmentation fault at 5 to 10 channels, stride 2, AVX2, gradient of the weights).
    private const string StridedPointwiseHazard = "jit_1x1";

    /// <summary>Prepares a primitive, or returns null when oneDNN has none but its slow reference for it.</summary>
    public PrimitivePlan? Create(ConvolutionKey key)
    {
        string operation = key.Describe();
        using DnnlAttributes? attributes = key.Direction == ConvolutionDirection.Forward ? PostOperations.Create(key.Accumulate, key.Activation) : null;
        var shapes = new ConvolutionDescriptions(key);
        using DnnlPrimitiveDescription? forward = Describe(key, shapes, ConvolutionDirection.Forward, attributes, null, operation);
        if (forward is null)
        {
            return null;
        }

        if (key.Direction == ConvolutionDirection.Forward)
        {
            return Build(key, shapes, forward, operation);
        }

        using DnnlPrimitiveDescription? backward = Describe(key, shapes, key.Direction, null, forward, operation);
        return backward is null ? null : Build(key, shapes, backward, operation);
    }

    private DnnlPrimitiveDescription? Describe(ConvolutionKey key, ConvolutionDescriptions shapes, ConvolutionDirection direction, DnnlAttributes? attributes, DnnlPrimitiveDescription? hint, string operation)
    {
        ConvolutionGeometry g = key.Geometry;
        long* strides = stackalloc long[] { g.StrideHeight, g.StrideWidth };
        long* dilates = stackalloc long[] { g.DilationHeight - 1, g.DilationWidth - 1 };
        long* begin = stackalloc long[] { g.PadTop, g.PadLeft };
        long* end = stackalloc long[] { g.PadBottom, g.PadRight };
        MemoryDescription source = shapes.WantedSource(direction), weights = shapes.WantedWeights(direction), destination = shapes.WantedDestination(direction), bias = shapes.Bias;
        MemoryDescription* biasPointer = key.HasBias ? &bias : null;
        OperationDescription description;
        DnnlStatus status = direction switch
        {
            ConvolutionDirection.Forward => Dnnl.ConvolutionForwardDescInit(&description, DnnlConstants.ForwardTraining, DnnlConstants.ConvolutionDirect, &source, &weights, biasPointer, &destination, strides, dilates, begin, end),
            ConvolutionDirection.BackwardData => Dnnl.ConvolutionBackwardDataDescInit(&description, DnnlConstants.ConvolutionDirect, &source, &weights, &destination, strides, dilates, begin, end),
            _ => Dnnl.ConvolutionBackwardWeightsDescInit(&description, DnnlConstants.ConvolutionDirect, &source, &weights, biasPointer, &destination, strides, dilates, begin, end),
        };
        status.Check(operation);
        bool hazard = g is { KernelHeight: 1, KernelWidth: 1 } && (g.StrideHeight > 1 || g.StrideWidth > 1);
        return hazard
            ? PrimitiveFactory.Describe(context, &description, attributes, hint, operation, StridedPointwiseHazard)
            : PrimitiveFactory.Describe(context, &description, attributes, hint, operation);
    }

    private PrimitivePlan? Build(ConvolutionKey key, ConvolutionDescriptions shapes, DnnlPrimitiveDescription description, string operation)
    {
        if (PrimitiveFactory.IsReference(description))
        {
            return null;
        }

        (int source, int weights, int destination) = key.Direction switch
        {
            ConvolutionDirection.Forward => (DnnlConstants.QuerySource, DnnlConstants.QueryWeights, DnnlConstants.QueryDestination),
            ConvolutionDirection.BackwardData => (DnnlConstants.QueryGradientSource, DnnlConstants.QueryWeights, DnnlConstants.QueryGradientDestination),
            _ => (DnnlConstants.QuerySource, DnnlConstants.QueryGradientWeights, DnnlConstants.QueryGradientDestination),
        };
        (int sourceArgument, int weightArgument, int destinationArgument) = key.Direction switch
        {
            ConvolutionDirection.Forward => (DnnlConstants.ArgumentSource, DnnlConstants.ArgumentWeights, DnnlConstants.ArgumentDestination),
            ConvolutionDirection.BackwardData => (DnnlConstants.ArgumentGradientSource, DnnlConstants.ArgumentWeights, DnnlConstants.ArgumentGradientDestination),
            _ => (DnnlConstants.ArgumentSource, DnnlConstants.ArgumentGradientWeights, DnnlConstants.ArgumentGradientDestination),
        };
        var operands = new List<Operand>
        {
            new(context.Engine, sourceArgument, shapes.Source(key.Direction), Query(description, source), key.Direction == ConvolutionDirection.BackwardData),
            new(context.Engine, weightArgument, shapes.Weights(key.Direction), Query(description, weights), key.Direction == ConvolutionDirection.BackwardWeights),
            new(context.Engine, destinationArgument, shapes.Destination(key.Direction), Query(description, destination), key.Direction == ConvolutionDirection.Forward),
        };
        if (key.HasBias)
        {
            bool written = key.Direction == ConvolutionDirection.BackwardWeights;
            operands.Add(new Operand(context.Engine, written ? DnnlConstants.ArgumentGradientBias : DnnlConstants.ArgumentBias, shapes.Bias, written));
        }

        return PrimitiveFactory.Build(description, operands, operation);
    }

    private static MemoryDescription Query(DnnlPrimitiveDescription description, int what) => *Dnnl.PrimitiveDescQueryMd(description.Raw, what, 0);
}
