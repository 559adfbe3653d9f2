using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>New dimensions for the same elements; 0 keeps a dimension, -1 is worked out.</summary>
internal sealed class ReshapeOp : OpDefinition
{
    public override string OpType => "Reshape";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        return [Functions.Reshape(x, Resolve(context.Node, x.Shape, context.Integers(1)!, context.Attributes.Int("allowzero", 0) != 0))];
    }

    public override OpCost Cost(CostContext context) => default;

    public override void Couple(CouplingContext context) => ReshapeCoupling.Couple(context, context.Input(0)!, context.Output());

    public override Node Shrink(ShrinkContext context)
    {
        Node node = context.Node;
        if (context.Constant(node.Inputs[1]) is { } constant)
        {
            long[] target = constant.ToIntegers();
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = target[i] > 0 ? context.Kept(node.Outputs[0], i) : target[i];
            }

            context.SetConstant(1, TensorData.Integers(target));
        }

        return node;
    }

    private static Tensors.Shape Resolve(Node node, Tensors.Shape x, long[] target, bool allowZero)
    {
        int[] dimensions = new int[target.Length];
        int free = -1;
        long known = 1;
        for (int i = 0; i < target.Length; i++)
        {
            if (target[i] == -1)
            {
                free = free < 0 ? i : throw new InvalidInputException($"{node.Describe()}: shape [{string.Join(", ", target)}] has more than one -1.");
                continue;
            }

            if (target[i] == 0 && !allowZero && i >= x.Rank)
            {
                throw new InvalidInputException($"{node.Describe()}: shape [{string.Join(", ", target)}] keeps dimension {i}, which input {x} does not have.");
            }

            dimensions[i] = target[i] == 0 && !allowZero ? x[i] : checked((int)target[i]);
            known *= dimensions[i];
        }

        if (free >= 0)
        {
            dimensions[free] = known > 0 && x.Count % known == 0 ? (int)(x.Count / known) : throw new InvalidInputException($"{node.Describe()}: input {x} of {x.Count} elements does not divide into [{string.Join(", ", target)}].");
        }

        return new Tensors.Shape(dimensions);
    }
}
