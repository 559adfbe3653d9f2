using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Training.Loops;

/// <summary>
/// Values as binary16 holds them: weights when read, activations, and the gradients of both are rounded, and overflow to infinity
/// above 65,504; master weights, statistics and the loss stay binary32.
/// </summary>
internal static class HalfPrecision
{
    /// <summary>Adds the rounding to a run's own hooks, after them.</summary>
    public static RunOptions Apply(RunOptions run) => run with
    {
        Transform = (node, name, value) => Round(run.Transform?.Invoke(node, name, value) ?? value),
        Parameter = (name, value) => Wide(run.Parameter?.Invoke(name, value) ?? value),
    };

    private static Tensor Wide(Tensor parameter) => parameter.Rank > 1 ? Round(parameter) : parameter;

    private static Tensor Round(Tensor x)
    {
        if (x.DType != DType.Float32)
        {
            return x;
        }

        Tensor y = ThroughHalf(x);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new RoundNode(), [x], y);
        }

        return y;
    }

    private static unsafe Tensor ThroughHalf(Tensor x)
    {
        using Tensor half = Tensor.Empty(x.Shape, DType.Float16, x.Layout);
        Tensor y = Tensor.Empty(x.Shape, DType.Float32, x.Layout);
        ComputeBackend.Current.Elementwise.Convert(x.Count, DType.Float32, x.Pointer, DType.Float16, half.Pointer);
        ComputeBackend.Current.Elementwise.Convert(x.Count, DType.Float16, half.Pointer, DType.Float32, y.Pointer);
        return y;
    }

    private sealed class RoundNode : TapeNode
    {
        public override string Name => "RoundToHalf";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs) => inputs.Accumulate(0, ThroughHalf(outputGradients[0]!));
    }
}
