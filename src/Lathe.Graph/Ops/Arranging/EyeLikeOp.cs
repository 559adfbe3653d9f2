using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>A matrix of the input's shape with ones on a diagonal.</summary>
internal sealed class EyeLikeOp : OpDefinition
{
    public override string OpType => "EyeLike";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        if (x.Rank != 2)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: input {x} is not a matrix.");
        }

        DType type = context.Attributes.Has("dtype") ? OnnxTypes.FromCode((int)context.Attributes.Int("dtype", 1), context.Node.Describe()) : x.DType;
        long diagonal = context.Attributes.Int("k", 0);
        float[] y = new float[x.Count];
        for (int row = 0; row < x.Shape[0]; row++)
        {
            if (row + diagonal >= 0 && row + diagonal < x.Shape[1])
            {
                y[(row * x.Shape[1]) + row + diagonal] = 1;
            }
        }

        return [Functions.Cast(Tensor.From<float>(y, x.Shape), type)];
    }
}
