using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Inputs;

/// <summary>Draws rows of inputs that meet a row of weights: of a convolution the patches under its kernel, of a dense layer its samples.</summary>
internal sealed class PatchSampler
{
    private readonly WeightLayer _layer;
    private readonly int _rowsPerSample;

    public PatchSampler(WeightLayer layer, int rowsPerSample) => (_layer, _rowsPerSample) = (layer, rowsPerSample);

    /// <summary>Rows for each group, [rows, inputs] each, of the current scope.</summary>
    public Tensor[] Draw(Tensor input, RandomKey key)
    {
        using Tensor rows = input.ToLayout(MemoryLayout.RowMajor);
        return _layer.Node.OpType == "Conv" ? Patches(rows.AsSpan<float>(), input.Shape, key) : [Dense(rows.AsSpan<float>(), key)];
    }

    private Tensor Dense(ReadOnlySpan<float> values, RandomKey key)
    {
        int width = _layer.Inputs, count = values.Length / width;
        int wanted = Math.Min(count, Math.Max(1, _rowsPerSample * 8));
        Tensor drawn = Tensor.Empty(new Shape(wanted, width));
        Span<float> rows = drawn.AsSpan<float>();
        for (int i = 0; i < wanted; i++)
        {
            int row = wanted == count ? i : key.Below((ulong)i, count);
            values.Slice(row * width, width).CopyTo(rows[(i * width)..]);
        }

        return drawn;
    }

    private Tensor[] Patches(ReadOnlySpan<float> x, Shape shape, RandomKey key)
    {
        Node node = _layer.Node;
        int kernelHeight = _layer.Shape[2], kernelWidth = _layer.Shape[3], perGroup = _layer.Shape[1], groups = _layer.Groups;
        (int strideY, int strideX) = Pair(node, "strides");
        (int dilationY, int dilationX) = Pair(node, "dilations");
        int spanY = ((kernelHeight - 1) * dilationY) + 1, spanX = ((kernelWidth - 1) * dilationX) + 1;
        (int top, int bottom) = Pad(node, 0, shape[2], spanY, strideY);
        (int left, int right) = Pad(node, 1, shape[3], spanX, strideX);
        int height = ((shape[2] + top + bottom - spanY) / strideY) + 1, width = ((shape[3] + left + right - spanX) / strideX) + 1;
        int rows = Math.Min(_rowsPerSample, height * width), inputs = _layer.Inputs;
        var result = Array.ConvertAll(new Tensor[groups], _ => Tensor.Empty(new Shape(shape[0] * rows, inputs)));
        for (int row = 0; row < shape[0] * rows; row++)
        {
            int place = key.Below((ulong)row, height * width), n = row / rows, y = (place / width * strideY) - top, at = (place % width * strideX) - left;
            for (int channel = 0; channel < shape[1]; channel++)
            {
                Span<float> target = result[channel / perGroup].AsSpan<float>().Slice((row * inputs) + (channel % perGroup * kernelHeight * kernelWidth), kernelHeight * kernelWidth);
                ReadOnlySpan<float> plane = x.Slice(((n * shape[1]) + channel) * shape[2] * shape[3], shape[2] * shape[3]);
                for (int tap = 0; tap < target.Length; tap++)
                {
                    int py = y + (tap / kernelWidth * dilationY), px = at + (tap % kernelWidth * dilationX);
                    target[tap] = py >= 0 && py < shape[2] && px >= 0 && px < shape[3] ? plane[(py * shape[3]) + px] : 0;
                }
            }
        }

        return result;
    }

    private static (int Y, int X) Pair(Node node, string name) => node.Attributes.Ints(name) is [long y, long x] ? ((int)y, (int)x) : (1, 1);

    private static (int Before, int After) Pad(Node node, int axis, int size, int span, int stride)
    {
        string mode = node.Attributes.Text("auto_pad", "NOTSET");
        if (mode is "SAME_UPPER" or "SAME_LOWER")
        {
            int total = Math.Max(0, ((((size + stride - 1) / stride) - 1) * stride) + span - size), less = total / 2;
            return mode == "SAME_LOWER" ? (total - less, less) : (less, total - less);
        }

        return mode != "VALID" && node.Attributes.Ints("pads") is { Length: 4 } pads ? ((int)pads[axis], (int)pads[axis + 2]) : (0, 0);
    }
}
