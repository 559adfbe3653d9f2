using System.Numerics;
using Lathe.Tensors.Autograd;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors;

/// <content>Fake quantization.</content>
public static unsafe partial class Functions
{
    /// <summary>
    /// Quantize then dequantize in ONNX's arithmetic: <c>q = clamp(round(x / scale) + zero, low, high); y = (q - zero) scale</c>, ties to even.
    /// The gradient passes straight through where q was not clamped (Jacob et al. 2018).
    /// </summary>
    /// <param name="x">Binary32 input.</param>
    /// <param name="scale">One scale, or one for each index of <paramref name="axis"/>.</param>
    /// <param name="zero">As many zero points.</param>
    /// <param name="low">Smallest code.</param>
    /// <param name="high">Largest code.</param>
    /// <param name="axis">The axis of per-channel scales.</param>
    public static Tensor FakeQuantize(Tensor x, ReadOnlySpan<float> scale, ReadOnlySpan<int> zero, int low, int high, int axis = 0)
    {
        RequireFloat32("FakeQuantize", x);
        if (scale.Length != zero.Length || (scale.Length != 1 && scale.Length != x.Shape[axis]))
        {
            throw new ShapeException($"FakeQuantize of {x.Describe()}: {scale.Length} scales and {zero.Length} zero points for axis {axis}; expects 1 or one per index of the axis.");
        }

        bool channels = scale.Length > 1 && axis == 1 && x.Layout == MemoryLayout.ChannelsLast;
        using Tensor input = scale.Length == 1 || channels ? x.Retain() : RowMajor(x);
        int inner = scale.Length == 1 ? x.Count : channels ? 1 : x.Shape.Product(axis + 1, x.Rank);
        Tensor y = Tensor.Empty(x.Shape, DType.Float32, input.Layout);
        bool record = GradientTape.Wants(x);
        using Tensor? mask = record ? Tensor.Empty(x.Shape, DType.Float32, input.Layout) : null;
        fixed (float* scales = scale)
        fixed (int* zeros = zero)
        {
            if (inner == 1)
            {
                var columns = new QuantizeColumns(input.Floats, y.Floats, Data(mask), scales, zeros, scale.Length, low, high);
                Kernels.Threads.For(x.Count / scale.Length, Math.Max(1, 16384 / scale.Length), columns);
            }
            else
            {
                RunQuantizeRows(input, y, mask, scales, zeros, scale.Length, inner, low, high);
            }
        }

        if (record)
        {
            GradientTape.Record(new DropoutNode(mask!), [x], y);
        }

        return y;
    }

    private static void RunQuantizeRows(Tensor x, Tensor y, Tensor? mask, float* scales, int* zeros, int count, int inner, int low, int high)
    {
        int rows = inner == 0 ? 0 : x.Count / inner;
        for (int row = 0; row < rows; row++)
        {
            long at = (long)row * inner;
            var body = new QuantizeRun(x.Floats + at, y.Floats + at, mask is null ? null : mask.Floats + at, scales[row % count], zeros[row % count], low, high);
            Kernels.Threads.For(inner, 32768, body);
        }
    }

    /// <summary>One scale over a run of elements.</summary>
    private readonly struct QuantizeRun(float* x, float* y, float* mask, float scale, int zero, int low, int high) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            var s = new Vector<float>(scale);
            var minimum = new Vector<float>(low - zero);
            var maximum = new Vector<float>(high - zero);
            int i = begin;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> rounded = Vector.Round(Vector.Load(x + i) / s);
                Vector<float> code = Vector.Min(Vector.Max(rounded, minimum), maximum);
                Vector.Store(code * s, y + i);
                if (mask != null)
                {
                    Vector.Store(Vector.ConditionalSelect(Vector.Equals(code, rounded), Vector<float>.One, Vector<float>.Zero), mask + i);
                }
            }

            for (; i < end; i++)
            {
                float rounded = MathF.Round(x[i] / scale);
                float code = Math.Min(Math.Max(rounded, low - zero), high - zero);
                y[i] = code * scale;
                if (mask != null)
                {
                    mask[i] = code == rounded ? 1 : 0;
                }
            }
        }
    }

    /// <summary>One scale per column of [rows, count].</summary>
    private readonly struct QuantizeColumns(float* x, float* y, float* mask, float* scales, int* zeros, int count, int low, int high) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                for (int c = 0; c < count; c++)
                {
                    long at = ((long)row * count) + c;
                    float rounded = MathF.Round(x[at] / scales[c]);
                    float code = Math.Min(Math.Max(rounded, low - zeros[c]), high - zeros[c]);
                    y[at] = code * scales[c];
                    if (mask != null)
                    {
                        mask[at] = code == rounded ? 1 : 0;
                    }
                }
            }
        }
    }
}
