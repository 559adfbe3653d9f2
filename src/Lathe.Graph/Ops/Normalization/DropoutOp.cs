using Lathe.Tensors;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>
/// Dropout (Srivastava et al. 2014): the identity, unless the graph is trained or its training_mode input is true; the mask is a
/// second output.
/// </summary>
internal sealed class DropoutOp : OpDefinition
{
    public override string OpType => "Dropout";

    public override int MaxInputs => 3;

    public override bool IsRandom => true;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        float rate = (float)Floating.Number(context, 1, 0.5);
        bool training = context.Training || (context.Optional(2) is { } mode && mode.ToArray<bool>()[0]);
        bool[] kept = new bool[context.Node.Outputs.Length > 1 || (training && rate > 0) ? x.Count : 0];
        Array.Fill(kept, true);
        if (!training || rate <= 0)
        {
            return Results(Functions.Cast(x, x.DType), kept);
        }

        if (rate >= 1)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: ratio {rate} leaves nothing. It must lie in 0..1, without 1.");
        }

        float[] scale = new float[x.Count];
        context.Key.FillUniform(scale);
        for (int i = 0; i < scale.Length; i++)
        {
            kept[i] = scale[i] >= rate;
            scale[i] = kept[i] ? 1 / (1 - rate) : 0;
        }

        return Results(Floating.Back(Functions.Multiply(Floating.Of(x), Tensor.From<float>(scale, x.Shape)), x.DType), kept);

        Tensor[] Results(Tensor y, bool[] mask) => context.Node.Outputs.Length > 1 ? [y, Tensor.From<bool>(mask, x.Shape)] : [y];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(0);

    public override void Couple(Coupling.CouplingContext context) => context.SameShape();
}
