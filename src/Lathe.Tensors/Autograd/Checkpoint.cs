namespace Lathe.Tensors.Autograd;

/// <summary>
/// Activation checkpointing (Chen et al. 2016): a segment keeps only its inputs and is computed again in the backward pass,
/// trading one more forward pass for the memory of everything inside.
/// </summary>
public static class Checkpoint
{
    /// <summary>Runs a segment of one output without recording its inside.</summary>
    /// <param name="segment">A pure function of its inputs and of leaves; called a second time in the backward pass.</param>
    /// <param name="inputs">The tensors it depends on.</param>
    public static Tensor Run(Func<Tensor[], Tensor> segment, params Tensor[] inputs)
    {
        if (GradientTape.Current is null)
        {
            return segment(inputs);
        }

        Tensor output;
        using (GradientTape.Pause())
        {
            using TensorScope scope = TensorScope.Begin();
            output = scope.MoveOut(segment(inputs));
        }

        // The segment may use leaves that only the second run discovers, so it is recorded even if no input is tracked.
        GradientTape.Record(new Node(segment, inputs), inputs, output);
        return output;
    }

    private sealed class Node : TapeNode
    {
        private readonly Func<Tensor[], Tensor> _segment;
        private readonly Tensor[] _inputs;

        public Node(Func<Tensor[], Tensor> segment, Tensor[] inputs)
        {
            _segment = segment;
            _inputs = Array.ConvertAll(inputs, Save);
        }

        public override string Name => "Checkpoint";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using GradientTape tape = GradientTape.Begin();
            Tensor[] again = Array.ConvertAll(_inputs, input => input.Retain());
            for (int i = 0; i < again.Length; i++)
            {
                again[i].RequiresGradient = inputs.Wants(i);
            }

            Tensor output = _segment(again);
            tape.Backward(output, outputGradients[0]);
            for (int i = 0; i < again.Length; i++)
            {
                if (again[i].Gradient is { } gradient)
                {
                    inputs.Accumulate(i, gradient);
                }

                again[i].Dispose();
            }
        }
    }
}
