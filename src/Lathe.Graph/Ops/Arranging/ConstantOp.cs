using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>A constant left as a node; import turns them into parameters.</summary>
internal sealed class ConstantOp : OpDefinition
{
    public override string OpType => "Constant";

    public override int MinInputs => 0;

    public override int MaxInputs => 0;

    public override Tensor[] Forward(ForwardContext context) => [Value(context.Node).ToTensor()];

    public override OpCost Cost(CostContext context) => default;

    /// <summary>The constant, from whichever attribute holds it.</summary>
    internal static TensorData Value(Node node)
    {
        AttributeMap a = node.Attributes;
        if (a.Tensor("value") is { } tensor)
        {
            return tensor;
        }

        if (a.Has("value_float"))
        {
            return TensorData.Scalar(a.Float("value_float", 0));
        }

        if (a.Has("value_int"))
        {
            return TensorData.Scalar(a.Int("value_int", 0));
        }

        if (a.Floats("value_floats") is { } floats)
        {
            return TensorData.From<float>(floats, new Tensors.Shape(floats.Length));
        }

        return a.Ints("value_ints") is { } integers
            ? TensorData.Integers(integers)
            : throw new InvalidInputException($"{node.Describe()} has no value Lathe can read; texts and sparse tensors are not supported.");
    }
}
