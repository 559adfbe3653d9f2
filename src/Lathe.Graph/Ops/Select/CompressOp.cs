using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Keeps the slices along an axis, or the elements of the flat tensor, where a condition holds.</summary>
internal sealed class CompressOp : OpDefinition
{
    public override string OpType => "Compress";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        bool flat = !context.Attributes.Has("axis");
        Tensor x = flat ? Functions.Reshape(context.Input(0), new Tensors.Shape(context.Input(0).Count)) : context.Input(0);
        int axis = flat ? 0 : x.Shape.Axis((int)context.Attributes.Int("axis", 0));
        bool[] condition = context.Input(1).ToArray<bool>();
        long[] kept = [.. Enumerable.Range(0, Math.Min(condition.Length, x.Shape[axis])).Where(i => condition[i]).Select(i => (long)i)];
        return [Functions.Gather(x, Tensor.From<long>(kept, new Tensors.Shape(kept.Length)), axis)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
