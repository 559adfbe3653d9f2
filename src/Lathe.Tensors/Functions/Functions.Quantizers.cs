using Lathe.Tensors.Autograd;
using Lathe.Tensors.Quantizing;

namespace Lathe.Tensors;

/// <content>Quantizers that are trained through.</content>
public static partial class Functions
{
    /// <summary>
    /// <c>clamp(round(x / step), low, high) step</c>; the gradient passes straight through where the rounded code is not clamped (Bengio et al.
    /// 2013). The step gets none.
    /// </summary>
    /// <param name="x">Elements.</param>
    /// <param name="step">One step, or one for each index of an axis.</param>
    /// <param name="low">Smallest code.</param>
    /// <param name="high">Largest code.</param>
    /// <param name="axis">The axis of steps by channel.</param>
    /// <param name="keepZeros">Exact zeros stay zeros and learn nothing.</param>
    public static Tensor StraightQuantize(Tensor x, Tensor step, int low, int high, int axis = 0, bool keepZeros = false)
    {
        using Tensor still = Still(step);
        return QuantizerNode<StepQuantizer>.Apply("StraightQuantize", new StepQuantizer(low, high, 0.5f), x, still, axis: axis, keepZeros: keepZeros);
    }

    /// <summary>
    /// Learned step size (LSQ; Esser et al. 2020): <c>clamp(round(x / step), low, high) step</c>, with a gradient of the step of
    /// <c>round(v) - v</c> where <c>low &lt; v = x / step &lt; high</c>, else the limit, times <c>1 / sqrt(n high)</c>.
    /// </summary>
    /// <param name="x">Elements.</param>
    /// <param name="step">One step, or one for each index of an axis; above 0.</param>
    /// <param name="low">Smallest code.</param>
    /// <param name="high">Largest code.</param>
    /// <param name="count">n: weights that share a step, or elements of one sample.</param>
    /// <param name="axis">The axis of steps by channel.</param>
    /// <param name="keepZeros">Exact zeros stay zeros and learn nothing.</param>
    public static Tensor LearnedStepQuantize(Tensor x, Tensor step, int low, int high, int count, int axis = 0, bool keepZeros = false)
    {
        float scale = (float)(1 / Math.Sqrt((double)Math.Max(1, count) * Math.Max(1, high)));
        return QuantizerNode<StepQuantizer>.Apply("LearnedStepQuantize", new StepQuantizer(low, high, 0), x, step, axis: axis, parameterScale: scale, keepZeros: keepZeros);
    }

    /// <summary>
    /// Clips at a learned limit and quantizes (PACT; Choi et al. 2018): <c>y = round(clip(x, low limit / high, limit) high / limit) limit / high</c>. The
    /// limit's gradient is 1 where x is clipped above, -1 where below.
    /// </summary>
    /// <param name="x">Elements.</param>
    /// <param name="limit">One number above 0.</param>
    /// <param name="low">Smallest code: 0, or -high.</param>
    /// <param name="high">Largest code.</param>
    public static Tensor ClippedQuantize(Tensor x, Tensor limit, int low, int high) =>
        QuantizerNode<ClippedQuantizer>.Apply("ClippedQuantize", new ClippedQuantizer(low, high), x, limit);

    /// <summary>
    /// Soft quantization (DSQ; Gong et al. 2019) with steps <c>D = limit / high</c>: <c>D (i + (tanh(k (x - m)) / (1 - softness) + 1) / 2)</c> in the
    /// step i with middle m, <c>k D = ln(2 / softness - 1)</c>. Everything has its exact gradient.
    /// </summary>
    /// <param name="x">Elements.</param>
    /// <param name="limit">One number above 0.</param>
    /// <param name="softness">One number between 0 (stairs) and 1 (a line).</param>
    /// <param name="low">Smallest code: 0, or -high.</param>
    /// <param name="high">Largest code.</param>
    /// <param name="hard">The values are rounded; the gradients stay those of the soft ones.</param>
    /// <param name="keepZeros">Exact zeros stay zeros and learn nothing.</param>
    public static Tensor SoftQuantize(Tensor x, Tensor limit, Tensor softness, int low, int high, bool hard, bool keepZeros = false) =>
        QuantizerNode<SoftQuantizer>.Apply("SoftQuantize", new SoftQuantizer(low, high, hard), x, limit, softness, keepZeros: keepZeros);

    /// <summary><c>scale sign(x)</c> with sign(0) = 1; its gradient is <c>scale [|x| &lt;= reach] + offset</c>, and the scale gets none.</summary>
    /// <param name="x">Elements.</param>
    /// <param name="scale">One number, or one for each index of an axis.</param>
    /// <param name="reach">Where the gradient passes; infinity for everywhere.</param>
    /// <param name="offset">Added to the gradient's factor (XNOR-Net: 1 / n).</param>
    /// <param name="axis">The axis of scales by channel.</param>
    public static Tensor SignQuantize(Tensor x, ReadOnlySpan<float> scale, float reach, float offset = 0, int axis = 0)
    {
        using Tensor scales = Tensor.From(scale, new Shape(scale.Length)), offsets = Tensor.Full(new Shape(scale.Length), offset);
        return QuantizerNode<SignQuantizer>.Apply("SignQuantize", new SignQuantizer(reach), x, scales, offsets, axis);
    }

    /// <summary>
    /// Trained ternary quantization (Zhu et al. 2017): <c>positive</c> where <c>x &gt; threshold</c>, <c>-negative</c> where <c>x &lt; -threshold</c>, else 0.
    /// Latent weights get the gradient times positive, negative or 1; the two scales the sums over their weights.
    /// </summary>
    /// <param name="x">Elements.</param>
    /// <param name="positive">One number above 0.</param>
    /// <param name="negative">One number above 0.</param>
    /// <param name="threshold">Above or at 0.</param>
    /// <param name="keepZeros">Exact zeros learn nothing.</param>
    public static Tensor TernaryQuantize(Tensor x, Tensor positive, Tensor negative, float threshold, bool keepZeros = false) =>
        QuantizerNode<TernaryQuantizer>.Apply("TernaryQuantize", new TernaryQuantizer(threshold), x, positive, negative, keepZeros: keepZeros);

    // The same numbers without a place on the tape.
    private static Tensor Still(Tensor x)
    {
        Tensor copy = x.Retain();
        copy.RequiresGradient = false;
        return copy;
    }
}
