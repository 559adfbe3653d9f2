using Lathe.Tensors;

namespace Lathe.Graph.Ops.Random;

/// <summary>A tensor of random numbers, uniform or normal; its shape from an attribute or from an input.</summary>
internal sealed class RandomOp(string opType, bool like, bool normal) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => like ? 1 : 0;

    public override int MaxInputs => like ? 1 : 0;

    public override bool IsRandom => true;

    public override Tensor[] Forward(ForwardContext context)
    {
        AttributeMap a = context.Attributes;
        Shape shape = like ? context.Input(0).Shape : new Shape(Array.ConvertAll(a.Ints("shape") ?? throw new InvalidInputException($"{context.Node.Describe()} has no shape."), d => checked((int)d)));
        DType type = a.Has("dtype") || !like ? OnnxTypes.FromCode((int)a.Int("dtype", 1), context.Node.Describe()) : context.Input(0).DType;
        // The tensor comes first: memory for it is limited, whatever shape a model asks for.
        Tensor values = Tensor.Empty(shape);
        RandomKey key = NodeKey.Of(context);
        if (normal)
        {
            key.FillNormal(values.AsSpan<float>(), a.Float("mean", 0), a.Float("scale", 1));
        }
        else
        {
            key.FillUniform(values.AsSpan<float>(), a.Float("low", 0), a.Float("high", 1));
        }

        return [Functions.Cast(values, type)];
    }
}
