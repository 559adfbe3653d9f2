namespace Lathe.Tensors.Autograd;

/// <summary>Takes the input gradients of one recorded function.</summary>
public readonly struct GradientSink
{
    private readonly GradientTape _tape;
    private readonly TapeNode _node;

    internal GradientSink(GradientTape tape, TapeNode node)
    {
        _tape = tape;
        _node = node;
    }

    /// <summary>True when the gradient of this input is wanted; computing it otherwise is wasted work.</summary>
    public bool Wants(int input) => input < _node.InputSlots.Length && _node.InputSlots[input] >= 0;

    /// <summary>Adds a gradient of an input. The tensor becomes the tape's: the caller must not use it again.</summary>
    public void Accumulate(int input, Tensor gradient)
    {
        if (Wants(input))
        {
            _tape.Accumulate(_node.InputSlots[input], gradient);
        }
        else
        {
            gradient.Dispose();
        }
    }
}
