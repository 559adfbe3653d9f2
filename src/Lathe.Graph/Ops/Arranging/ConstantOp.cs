using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>A constant left as a node; import turns them into parameters.</summary>
public sealed class ConstantOp : OpDefinition
{
    /// <inheritdoc/>
    public override string OpType => "Constant";

    /// <inheritdoc/>
    public override int MinInputs => 0;

    /// <inheritdoc/>
    public override int MaxInputs => 0;

    /// <inheritdoc/>
    public override Tensor[] Forward(ForwardContext context) => [Value(context.Node).ToTensor()];

    /// <inheritdoc/>
    public override OpCost Cost(CostContext context) => default;

    /// <summary>The constant, from whichever attribute holds it.</summary>
    public static TensorData Value(Node node)
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
