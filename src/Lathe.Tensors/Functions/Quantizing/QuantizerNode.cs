using Lathe.Tensors.Autograd;

namespace Lathe.Tensors.Quantizing;

/// <summary>A quantizer on the tape: applied once, its surrogate gradients computed from the elements it saw.</summary>
internal sealed unsafe class QuantizerNode<T> : TapeNode
    where T : struct, IElementQuantizer
{
    private readonly string _name;
    private readonly T _quantizer;
    private readonly ChannelRows _rows;
    private readonly Tensor _x;
    private readonly Tensor _a;
    private readonly Tensor? _b;
    private readonly float _parameterScale;
    private readonly bool _keepZeros;

    private QuantizerNode(string name, T quantizer, ChannelRows rows, Tensor x, Tensor a, Tensor? b, float parameterScale, bool keepZeros)
    {
        (_name, _quantizer, _rows, _parameterScale, _keepZeros) = (name, quantizer, rows, parameterScale, keepZeros);
        (_x, _a, _b) = (Save(x), Save(a), b is null ? null : Save(b));
    }

    public override string Name => _name;

    /// <summary>Quantizes x with one parameter, or one for each index of an axis, and records it.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="quantizer">What to apply.</param>
    /// <param name="x">The elements.</param>
    /// <param name="a">The first parameter.</param>
    /// <param name="b">The second, as long as the first, or null.</param>
    /// <param name="axis">The axis of parameters by channel.</param>
    /// <param name="parameterScale">What gradients of parameters are multiplied with.</param>
    /// <param name="keepZeros">Exact zeros stay zeros and learn nothing.</param>
    public static Tensor Apply(string name, T quantizer, Tensor x, Tensor a, Tensor? b = null, int axis = 0, float parameterScale = 1, bool keepZeros = false)
    {
        Check(name, x, a, b, axis);
        var rows = new ChannelRows(x, a.Count, axis);
        using Tensor arranged = rows.Arrange(x);
        Tensor y = rows.Empty();
        QuantizerLoop<T>.Forward(quantizer, rows.Rows, rows.Inner, arranged.Floats, y.Floats, a.Floats, b is null ? null : b.Floats, keepZeros);
        y = rows.Restore(y);
        if (GradientTape.Wants(x, a, b))
        {
            GradientTape.Record(new QuantizerNode<T>(name, quantizer, rows, arranged, a, b, parameterScale, keepZeros), [x, a, b], y);
        }

        return y;
    }

    public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
    {
        using Tensor dy = _rows.Arrange(outputGradients[0]!);
        Tensor? dx = inputs.Wants(0) ? _rows.Empty() : null;
        Tensor? da = inputs.Wants(1) ? Tensor.Empty(_a.Shape) : null, db = _b is not null && inputs.Wants(2) ? Tensor.Empty(_b.Shape) : null;
        QuantizerLoop<T>.Backward(_quantizer, _rows.Rows, _rows.Inner, _x.Floats, dy.Floats, Data(dx), _a.Floats, Data(_b), Data(da), Data(db), _keepZeros);
        if (dx is not null)
        {
            inputs.Accumulate(0, _rows.Restore(dx));
        }

        Give(inputs, 1, da);
        Give(inputs, 2, db);
    }

    private void Give(GradientSink inputs, int which, Tensor? gradient)
    {
        if (gradient is not null)
        {
            foreach (ref float value in gradient.AsSpan<float>())
            {
                value *= _parameterScale;
            }

            inputs.Accumulate(which, gradient);
        }
    }

    private static float* Data(Tensor? tensor) => tensor is null ? null : tensor.Floats;

    private static void Check(string name, Tensor x, Tensor a, Tensor? b, int axis)
    {
        if (x.DType != DType.Float32)
        {
            throw new TensorStateException($"{name}: {x.Describe()} must be f32. Cast it first.");
        }

        if ((a.Count != 1 && a.Count != x.Shape[axis]) || (b is not null && b.Count != a.Count))
        {
            throw new ShapeException($"{name} of {x.Describe()}: {a.Count} parameters{(b is null ? "" : $" and {b.Count} of the second")} for axis {axis}; expects 1 or one per index of the axis.");
        }
    }
}
