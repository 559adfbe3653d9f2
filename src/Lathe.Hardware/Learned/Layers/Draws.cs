using Lathe.Tensors;

namespace Lathe.Hardware.Learned.Layers;

/// <summary>Numbers drawn one after the other from a key.</summary>
internal sealed class Draws(RandomKey key)
{
    private ulong _next;

    public int Below(int count) => key.Below(_next++, count);

    public double Between(double low, double high) => low + ((high - low) * key.Uniform(_next++));

    /// <summary>Evenly in logarithms.</summary>
    public double Scale(double low, double high) => Math.Exp(Between(Math.Log(low), Math.Log(high)));

    public T Of<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}
