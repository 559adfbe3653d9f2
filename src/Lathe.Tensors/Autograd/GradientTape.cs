namespace Lathe.Tensors.Autograd;

/// <summary>
/// Records the functions applied on this thread while it is open, and walks them backwards:
/// <c>using var tape = GradientTape.Begin(); var loss = ...; tape.Backward(loss);</c>. What a function saved is freed as soon
/// as its gradient is computed, so a tape runs backward once.
/// </summary>
public sealed class GradientTape : IDisposable
{
    [ThreadStatic]
    private static GradientTape? s_current;

    private readonly GradientTape? _previous;
    private readonly List<TapeNode> _nodes = [];
    private readonly List<Slot> _slots = [];
    private bool _consumed;

    private GradientTape(GradientTape? previous) => _previous = previous;

    /// <summary>The open tape of this thread, or null.</summary>
    public static GradientTape? Current => s_current;

    /// <summary>Looks for NaN and infinity in every recorded output and every gradient; slow, for finding where they start.</summary>
    public bool CheckNumerics { get; set; }

    /// <summary>The number of functions recorded.</summary>
    public int Length => _nodes.Count;

    /// <summary>Opens a tape on this thread.</summary>
    public static GradientTape Begin() => s_current = new GradientTape(s_current);

    /// <summary>Stops recording on this thread until the result is disposed.</summary>
    public static IDisposable Pause() => new Pausing();

    /// <summary>True when a function of these inputs must be recorded.</summary>
    public static bool Wants(params ReadOnlySpan<Tensor?> inputs)
    {
        if (s_current is not { } tape)
        {
            return false;
        }

        foreach (Tensor? input in inputs)
        {
            if (input is not null && tape.Tracks(input))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Records a function of these inputs and outputs; call only if <see cref="Wants"/>.</summary>
    public static void Record(TapeNode node, ReadOnlySpan<Tensor?> inputs, params ReadOnlySpan<Tensor> outputs)
    {
        GradientTape tape = s_current ?? throw new TensorStateException($"{node.Name} is recorded without an open tape. Call GradientTape.Begin first.");
        node.InputSlots = new int[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            node.InputSlots[i] = inputs[i] is { } input ? tape.SlotOf(input) : -1;
        }

        node.OutputSlots = new int[outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            node.OutputSlots[i] = tape.AddSlot(outputs[i].Shape, leaf: null);
            outputs[i].Tape = tape;
            outputs[i].TapeSlot = node.OutputSlots[i];
            if (tape.CheckNumerics)
            {
                Numerics.Check(outputs[i], node.Name);
            }
        }

        tape._nodes.Add(node);
    }

    /// <summary>
    /// Walks the tape backwards from <paramref name="output"/> and adds to the <see cref="Tensor.Gradient"/> of every leaf.
    /// </summary>
    /// <param name="output">A tensor recorded on this tape; one element unless a seed is given.</param>
    /// <param name="seed">The gradient of the output; 1 when absent. It stays the caller's.</param>
    public void Backward(Tensor output, Tensor? seed = null)
    {
        if (_consumed)
        {
            throw new TensorStateException("This tape has already run backward and freed what it saved. Record the functions again.");
        }

        if (output.Tape != this)
        {
            throw new TensorStateException($"{output.Describe()} was not recorded on this tape: nothing it depends on requires a gradient.");
        }

        if (seed is null && output.Count != 1)
        {
            throw new ShapeException($"{output.Describe()} has {output.Count} elements. Backward starts at one number, or needs a seed of the same shape.");
        }

        _consumed = true;
        using IDisposable pause = Pause();
        using TensorScope scope = TensorScope.Begin();
        Accumulate(output.TapeSlot, seed is null ? Tensor.Full(output.Shape, 1) : seed.Retain());
        Walk();
        DepositLeaves();
    }

    /// <summary>Stops recording and frees whatever is still saved.</summary>
    public void Dispose()
    {
        foreach (TapeNode node in _nodes)
        {
            node.ReleaseSaved();
        }

        foreach (Slot slot in _slots)
        {
            slot.Gradient?.Dispose();
        }

        _nodes.Clear();
        _slots.Clear();
        if (s_current == this)
        {
            s_current = _previous;
        }
    }

    internal void Accumulate(int index, Tensor gradient)
    {
        gradient.Scope = null;
        Slot slot = _slots[index];
        if (gradient.Shape != slot.Shape)
        {
            throw new ShapeException($"A gradient of shape {gradient.Shape} was computed for a tensor of shape {slot.Shape}.");
        }

        slot.Gradient = slot.Gradient is null ? gradient : GradientSum.Add(slot.Gradient, gradient);
    }

    private void Walk()
    {
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            TapeNode node = _nodes[i];
            var gradients = new Tensor?[node.OutputSlots.Length];
            bool any = false;
            for (int o = 0; o < gradients.Length; o++)
            {
                gradients[o] = _slots[node.OutputSlots[o]].TakeGradient();
                any |= gradients[o] is not null;
            }

            if (any)
            {
                using TensorScope scope = TensorScope.Begin();
                node.Backward(gradients, new GradientSink(this, node));
                if (CheckNumerics)
                {
                    CheckInputs(node);
                }
            }

            foreach (Tensor? gradient in gradients)
            {
                gradient?.Dispose();
            }

            node.ReleaseSaved();
        }
    }

    private void CheckInputs(TapeNode node)
    {
        foreach (int slot in node.InputSlots)
        {
            if (slot >= 0 && _slots[slot].Gradient is { } gradient)
            {
                Numerics.Check(gradient, "backward of " + node.Name);
            }
        }
    }

    private void DepositLeaves()
    {
        foreach (Slot slot in _slots)
        {
            if (slot.Leaf is { } leaf && slot.TakeGradient() is { } gradient)
            {
                leaf.Gradient = leaf.Gradient is null ? gradient : GradientSum.Add(leaf.Gradient, gradient);
                leaf.TapeSlot = -1;
                leaf.Tape = null;
            }
        }
    }

    private bool Tracks(Tensor tensor) => tensor.Tape == this || tensor.RequiresGradient;

    private int SlotOf(Tensor tensor)
    {
        if (tensor.Tape == this)
        {
            return tensor.TapeSlot;
        }

        if (!tensor.RequiresGradient)
        {
            return -1;
        }

        tensor.Tape = this;
        return tensor.TapeSlot = AddSlot(tensor.Shape, tensor);
    }

    private int AddSlot(Shape shape, Tensor? leaf)
    {
        _slots.Add(new Slot { Shape = shape, Leaf = leaf });
        return _slots.Count - 1;
    }

    private sealed class Slot
    {
        public required Shape Shape { get; init; }

        public Tensor? Leaf { get; init; }

        public Tensor? Gradient { get; set; }

        public Tensor? TakeGradient()
        {
            Tensor? gradient = Gradient;
            Gradient = null;
            return gradient;
        }
    }

    private sealed class Pausing : IDisposable
    {
        private readonly GradientTape? _tape = s_current;

        public Pausing() => s_current = null;

        public void Dispose() => s_current = _tape;
    }
}
