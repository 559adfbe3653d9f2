using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn.Normalization;

/// <summary>Makes the primitives of batch and layer normalisation of a matrix.</summary>
/// <remarks>The backward primitives of 2.6 insist on a shift though no gradient depends on it; callers pass the scale's buffer again.</remarks>
internal sealed unsafe class NormalizationPlanner(OneDnnContext context)
{
    private const uint ScaleAndShift = DnnlConstants.UseScale | DnnlConstants.UseShift;

    /// <summary>Prepares a primitive, or returns null when oneDNN has none but its slow reference for it.</summary>
    public PrimitivePlan? Create(NormalizationKey key) => key.Kind switch
    {
        NormalizationKind.BatchTraining or NormalizationKind.BatchInference => BatchForward(key),
        NormalizationKind.BatchBackward => BatchBackward(key),
        NormalizationKind.LayerForward => LayerForward(key),
        _ => LayerBackward(key),
    };

    private PrimitivePlan? BatchForward(NormalizationKey key)
    {
        string operation = key.Describe();
        bool isTraining = key.Kind == NormalizationKind.BatchTraining;
        MemoryDescription data = Rows(key), channels = Vector(key.Columns);
        using DnnlPrimitiveDescription? forward = DescribeBatchForward(key, isTraining, operation);
        if (forward is null || PrimitiveFactory.IsReference(forward))
        {
            return null;
        }

        var operands = new List<Operand>
        {
            Operand(DnnlConstants.ArgumentSource, data), Operand(DnnlConstants.ArgumentScale, channels), Operand(DnnlConstants.ArgumentShift, channels),
            Operand(DnnlConstants.ArgumentDestination, data, true), Operand(DnnlConstants.ArgumentMean, channels, isTraining), Operand(DnnlConstants.ArgumentVariance, channels, isTraining),
        };
        if (key.FusesRelu && isTraining)
        {
            // The mask for oneDNN's own backward pass; ours is taken from the sign of the output.
            operands.Add(OneDnn.Operand.Discarded(context.Engine, DnnlConstants.ArgumentWorkspace, *Dnnl.PrimitiveDescQueryMd(forward.Raw, DnnlConstants.QueryWorkspace, 0)));
        }

        return PrimitiveFactory.Build(forward, operands, operation);
    }

    private PrimitivePlan? BatchBackward(NormalizationKey key)
    {
        string operation = key.Describe();
        MemoryDescription data = Rows(key), channels = Vector(key.Columns);
        using DnnlPrimitiveDescription? forward = DescribeBatchForward(key, true, operation);
        if (forward is null)
        {
            return null;
        }

        OperationDescription description;
        Dnnl.BatchNormalizationBackwardDescInit(&description, DnnlConstants.Backward, &data, &data, key.Epsilon, ScaleAndShift).Check(operation);
        using DnnlPrimitiveDescription? backward = PrimitiveFactory.Describe(context, &description, null, forward, operation);
        return backward is null || PrimitiveFactory.IsReference(backward) ? null : PrimitiveFactory.Build(
            backward,
            [
                Operand(DnnlConstants.ArgumentSource, data), Operand(DnnlConstants.ArgumentGradientDestination, data), Operand(DnnlConstants.ArgumentScale, channels),
                Operand(DnnlConstants.ArgumentShift, channels), Operand(DnnlConstants.ArgumentMean, channels), Operand(DnnlConstants.ArgumentVariance, channels),
                Operand(DnnlConstants.ArgumentGradientSource, data, true), Operand(DnnlConstants.ArgumentGradientScale, channels, true), Operand(DnnlConstants.ArgumentGradientShift, channels, true),
            ],
            operation);
    }

    private PrimitivePlan? LayerForward(NormalizationKey key)
    {
        string operation = key.Describe();
        MemoryDescription data = Matrix(key), statistics = Vector(key.Rows), columns = Vector(key.Columns);
        using DnnlPrimitiveDescription? forward = DescribeLayerForward(key, operation);
        if (forward is null || PrimitiveFactory.IsReference(forward))
        {
            return null;
        }

        var operands = new List<Operand>
        {
            Operand(DnnlConstants.ArgumentSource, data), Operand(DnnlConstants.ArgumentDestination, data, true),
            Operand(DnnlConstants.ArgumentMean, statistics, true), Operand(DnnlConstants.ArgumentVariance, statistics, true),
        };
        if (key.HasScale)
        {
            operands.AddRange([Operand(DnnlConstants.ArgumentScale, columns), Operand(DnnlConstants.ArgumentShift, columns)]);
        }

        return PrimitiveFactory.Build(forward, operands, operation);
    }

    private PrimitivePlan? LayerBackward(NormalizationKey key)
    {
        string operation = key.Describe();
        bool wantsFactors = key.Kind == NormalizationKind.LayerBackward;
        MemoryDescription data = Matrix(key), statistics = Vector(key.Rows), columns = Vector(key.Columns);
        using DnnlPrimitiveDescription? forward = DescribeLayerForward(key, operation);
        if (forward is null)
        {
            return null;
        }

        OperationDescription description;
        Dnnl.LayerNormalizationBackwardDescInit(&description, wantsFactors ? DnnlConstants.Backward : DnnlConstants.BackwardData, &data, &data, &statistics, key.Epsilon, Flags(key)).Check(operation);
        using DnnlPrimitiveDescription? backward = PrimitiveFactory.Describe(context, &description, null, forward, operation);
        if (backward is null || PrimitiveFactory.IsReference(backward))
        {
            return null;
        }

        var operands = new List<Operand>
        {
            Operand(DnnlConstants.ArgumentSource, data), Operand(DnnlConstants.ArgumentGradientDestination, data),
            Operand(DnnlConstants.ArgumentMean, statistics), Operand(DnnlConstants.ArgumentVariance, statistics), Operand(DnnlConstants.ArgumentGradientSource, data, true),
        };
        if (key.HasScale)
        {
            operands.AddRange([Operand(DnnlConstants.ArgumentScale, columns), Operand(DnnlConstants.ArgumentShift, columns)]);
        }

        if (wantsFactors)
        {
            operands.AddRange([Operand(DnnlConstants.ArgumentGradientScale, columns, true), Operand(DnnlConstants.ArgumentGradientShift, columns, true)]);
        }

        return PrimitiveFactory.Build(backward, operands, operation);
    }

    private DnnlPrimitiveDescription? DescribeBatchForward(NormalizationKey key, bool isTraining, string operation)
    {
        MemoryDescription data = Rows(key);
        OperationDescription description;
        Dnnl.BatchNormalizationForwardDescInit(
            &description,
            isTraining ? DnnlConstants.ForwardTraining : DnnlConstants.ForwardInference,
            &data,
            key.Epsilon,
            (isTraining ? ScaleAndShift : ScaleAndShift | DnnlConstants.UseGlobalStatistics) | (key.FusesRelu ? DnnlConstants.FuseRelu : 0)).Check(operation);
        return PrimitiveFactory.Describe(context, &description, null, null, operation);
    }

    private DnnlPrimitiveDescription? DescribeLayerForward(NormalizationKey key, string operation)
    {
        MemoryDescription data = Matrix(key), statistics = Vector(key.Rows);
        OperationDescription description;
        Dnnl.LayerNormalizationForwardDescInit(&description, DnnlConstants.ForwardTraining, &data, &statistics, key.Epsilon, Flags(key)).Check(operation);
        return PrimitiveFactory.Describe(context, &description, null, null, operation);
    }

    private Operand Operand(int argument, MemoryDescription description, bool isOutput = false) => new(context.Engine, argument, description, isOutput);

    private static uint Flags(NormalizationKey key) => key.HasScale ? ScaleAndShift : 0;

    /// <summary>Rows of channels are images of one pixel, channels last.</summary>
    private static MemoryDescription Rows(NormalizationKey key) => MemoryDescription.OfTag([key.Rows, key.Columns, 1, 1], DnnlConstants.TypeFloat32, DnnlConstants.TagNhwc);

    private static MemoryDescription Matrix(NormalizationKey key) => MemoryDescription.OfTag([key.Rows, key.Columns], DnnlConstants.TypeFloat32, DnnlConstants.TagAb);

    private static MemoryDescription Vector(int count) => MemoryDescription.OfTag([count], DnnlConstants.TypeFloat32, DnnlConstants.TagA);
}
