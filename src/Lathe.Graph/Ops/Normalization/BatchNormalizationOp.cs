using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Batch normalisation over channels; in training with the statistics of the batch, updating the running ones.</summary>
internal sealed class BatchNormalizationOp : OpDefinition
{
    public override string OpType => "BatchNormalization";

    public override int MinInputs => 5;

    public override int MaxInputs => 5;

    public override bool FusesActivation => true;

    public override bool FusesResidual => true;

    public override bool Learns(int input) => input is 1 or 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), scale = context.Input(1), shift = context.Input(2), mean = context.Input(3), variance = context.Input(4);
        float epsilon = context.Attributes.Float("epsilon", 1e-5f);
        if (context.Training && context.Attributes.Int("frozen", 0) == 0)
        {
            // ONNX's momentum weighs the old statistics, ours the new.
            return [Functions.BatchNormTraining(x, scale, shift, mean, variance, 1 - context.Attributes.Float("momentum", 0.9f), epsilon, context.Activation, context.Residual)];
        }

        if (context.Attributes.Int("training_mode", 0) != 0)
        {
            Tensor runningMean = mean.Clone(), runningVariance = variance.Clone();
            return [BiasedTraining(x, scale, shift, runningMean, runningVariance, context, epsilon), runningMean, runningVariance];
        }

        if (context.Residual is { } residual)
        {
            return [Activate(Functions.Add(Functions.BatchNormInference(x, scale, shift, mean, variance, epsilon), residual), context.Activation)];
        }

        return [Functions.BatchNormInference(x, scale, shift, mean, variance, epsilon, context.Activation)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(2);

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!, y = context.Output();
        for (int axis = 0; axis < context.Shape(x).Rank; axis++)
        {
            context.Link(x, axis, y, axis);
        }

        for (int i = 1; i < 5; i++)
        {
            context.Link(context.Input(i)!, 0, y, 1);
        }
    }

    // The standard's training mode keeps the biased variance, where frameworks keep the unbiased one.
    private static Tensor BiasedTraining(Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, ForwardContext context, float epsilon)
    {
        float fresh = 1 - context.Attributes.Float("momentum", 0.9f);
        Tensor before = variance.Clone();
        Tensor y = Functions.BatchNormTraining(x, scale, shift, mean, variance, fresh, epsilon, context.Activation, context.Residual);
        int rows = x.Count / scale.Count;
        Span<float> now = variance.AsSpan<float>();
        Span<float> old = before.AsSpan<float>();
        for (int c = 0; c < now.Length; c++)
        {
            now[c] = (old[c] * (1 - fresh)) + ((now[c] - (old[c] * (1 - fresh))) * (rows - 1) / rows);
        }

        return y;
    }
}
