using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn.Softmax;

/// <summary>Makes the primitive of a softmax over rows.</summary>
internal sealed unsafe class SoftmaxPlanner(OneDnnContext context)
{
    /// <summary>Prepares a primitive, or returns null when oneDNN has none but its slow reference for it.</summary>
    public PrimitivePlan? Create(SoftmaxKey key)
    {
        string operation = key.Describe();
        MemoryDescription data = MemoryDescription.OfTag([key.Rows, key.Columns], DnnlConstants.TypeFloat32, DnnlConstants.TagAb);
        int algorithm = key.IsLogarithm ? DnnlConstants.SoftmaxLogarithm : DnnlConstants.SoftmaxAccurate;
        OperationDescription description;
        Dnnl.SoftmaxForwardDescInit(&description, DnnlConstants.ForwardTraining, algorithm, &data, &data, 1).Check(operation);
        using DnnlPrimitiveDescription? forward = PrimitiveFactory.Describe(context, &description, null, null, operation);
        if (forward is null)
        {
            return null;
        }

        if (!key.IsBackward)
        {
            return PrimitiveFactory.IsReference(forward) ? null : PrimitiveFactory.Build(
                forward,
                [new(context.Engine, DnnlConstants.ArgumentSource, data, false), new(context.Engine, DnnlConstants.ArgumentDestination, data, true)],
                operation);
        }

        Dnnl.SoftmaxBackwardDescInit(&description, algorithm, &data, &data, &data, 1).Check(operation);
        using DnnlPrimitiveDescription? backward = PrimitiveFactory.Describe(context, &description, null, forward, operation);
        return backward is null || PrimitiveFactory.IsReference(backward) ? null : PrimitiveFactory.Build(
            backward,
            [
                new(context.Engine, DnnlConstants.ArgumentDestination, data, false),
                new(context.Engine, DnnlConstants.ArgumentGradientDestination, data, false),
                new(context.Engine, DnnlConstants.ArgumentGradientSource, data, true),
            ],
            operation);
    }
}
