using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Forward and data gradient of dense and grouped convolutions on top of <see cref="ConvolutionSweep"/>.</summary>
internal static unsafe class DirectConvolution
{
    public static void Forward(ThreadTeam team, in ConvolutionGeometry g, int group, float* x, float* w, float* bias, Activation activation, bool accumulate, float* y)
    {
        int inputs = g.InputChannels / g.Groups, outputs = g.OutputChannels / g.Groups;
        int taps = g.KernelHeight * g.KernelWidth;
        using var weights = new Scratch((long)taps * inputs * outputs);
        float* source = w + ((long)group * outputs * inputs * taps);

        // [O, I, K] to [K, I, O]: the order in which a window is read.
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int k = 0; k < taps; k++)
                {
                    weights.Floats[((((long)k * inputs) + i) * outputs) + o] = source[((((long)o * inputs) + i) * taps) + k];
                }
            }
        }

        using PackedMatrix packed = PackedMatrix.Pack(team, weights.Floats, outputs, false, taps * inputs, outputs);
        var sweep = new ConvolutionSweep(packed)
        {
            Batch = g.Batch,
            Height = g.InputHeight,
            Width = g.InputWidth,
            Channels = g.InputChannels,
            FirstChannel = group * inputs,
            UsedChannels = inputs,
            Top = g.PadTop,
            Left = g.PadLeft,
            PaddedHeight = Math.Max(g.PadTop + g.InputHeight, ((g.OutputHeight - 1) * g.StrideHeight) + ((g.KernelHeight - 1) * g.DilationHeight) + 1),
            PaddedWidth = Math.Max(g.PadLeft + g.InputWidth, ((g.OutputWidth - 1) * g.StrideWidth) + ((g.KernelWidth - 1) * g.DilationWidth) + 1),
            TapsHeight = g.KernelHeight,
            TapsWidth = g.KernelWidth,
            DilationHeight = g.DilationHeight,
            DilationWidth = g.DilationWidth,
            StrideHeight = g.StrideHeight,
            StrideWidth = g.StrideWidth,
            OutputHeight = g.OutputHeight,
            OutputWidth = g.OutputWidth,
            Output = y + (group * outputs),
            PixelStride = g.OutputChannels,
            RowStride = (long)g.OutputWidth * g.OutputChannels,
            ImageStride = (long)g.OutputHeight * g.OutputWidth * g.OutputChannels,
        };
        sweep.Run(team, x, new Epilogue(1, accumulate ? 1 : 0, bias == null ? null : bias + (group * outputs), activation));
    }

    /// <summary>
    /// The data gradient as stride-1 convolutions of dy: one for each phase of the stride, with the taps that hit that phase in
    /// reverse order.
    /// </summary>
    public static void BackwardData(ThreadTeam team, in ConvolutionGeometry g, float* dy, float* w, float* dx)
    {
        if ((g.StrideHeight > 1 && g.DilationHeight > 1) || (g.StrideWidth > 1 && g.DilationWidth > 1))
        {
            DilatedStridedGradient.Run(team, g, dy, w, dx);
            return;
        }

        for (int group = 0; group < g.Groups; group++)
        {
            for (int py = 0; py < Math.Min(g.StrideHeight, g.InputHeight); py++)
            {
                for (int px = 0; px < Math.Min(g.StrideWidth, g.InputWidth); px++)
                {
                    Phase(team, g, group, py, px, dy, w, dx);
                }
            }
        }
    }

    private static void Phase(ThreadTeam team, in ConvolutionGeometry g, int group, int py, int px, float* dy, float* w, float* dx)
    {
        int inputs = g.InputChannels / g.Groups, outputs = g.OutputChannels / g.Groups;
        int firstY = (py + g.PadTop) % g.StrideHeight, firstX = (px + g.PadLeft) % g.StrideWidth;
        int tapsY = (g.KernelHeight - firstY + g.StrideHeight - 1) / g.StrideHeight;
        int tapsX = (g.KernelWidth - firstX + g.StrideWidth - 1) / g.StrideWidth;
        int rows = (g.InputHeight - py + g.StrideHeight - 1) / g.StrideHeight;
        int columns = (g.InputWidth - px + g.StrideWidth - 1) / g.StrideWidth;
        (tapsY, tapsX) = (Math.Max(0, tapsY), Math.Max(0, tapsX));
        int taps = tapsY * tapsX;
        using var weights = new Scratch((long)Math.Max(1, taps) * inputs * outputs);
        for (int jy = 0; jy < tapsY; jy++)
        {
            for (int jx = 0; jx < tapsX; jx++)
            {
                int ky = firstY + ((tapsY - 1 - jy) * g.StrideHeight), kx = firstX + ((tapsX - 1 - jx) * g.StrideWidth);
                for (int o = 0; o < outputs; o++)
                {
                    float* filter = w + (((long)(group * outputs) + o) * inputs * g.KernelHeight * g.KernelWidth);
                    float* target = weights.Floats + ((((long)((jy * tapsX) + jx) * outputs) + o) * inputs);
                    for (int i = 0; i < inputs; i++)
                    {
                        target[i] = filter[(((i * g.KernelHeight) + ky) * g.KernelWidth) + kx];
                    }
                }
            }
        }

        // Output row t of this phase reads dy rows t + shift - j; reversed taps start at t + shift - (taps - 1) times the dilation.
        int top = ((tapsY - 1) * g.DilationHeight) - ((py + g.PadTop) / g.StrideHeight);
        int left = ((tapsX - 1) * g.DilationWidth) - ((px + g.PadLeft) / g.StrideWidth);
        using PackedMatrix packed = PackedMatrix.Pack(team, weights.Floats, inputs, false, taps * outputs, inputs);
        var sweep = new ConvolutionSweep(packed)
        {
            Batch = g.Batch,
            Height = g.OutputHeight,
            Width = g.OutputWidth,
            Channels = g.OutputChannels,
            FirstChannel = group * outputs,
            UsedChannels = outputs,
            Top = top,
            Left = left,
            PaddedHeight = rows + ((Math.Max(1, tapsY) - 1) * g.DilationHeight),
            PaddedWidth = columns + ((Math.Max(1, tapsX) - 1) * g.DilationWidth),
            TapsHeight = tapsY,
            TapsWidth = tapsX,
            DilationHeight = g.DilationHeight,
            DilationWidth = g.DilationWidth,
            StrideHeight = 1,
            StrideWidth = 1,
            OutputHeight = rows,
            OutputWidth = columns,
            Output = dx + (((((long)py * g.InputWidth) + px) * g.InputChannels) + (group * inputs)),
            PixelStride = (long)g.StrideWidth * g.InputChannels,
            RowStride = (long)g.StrideHeight * g.InputWidth * g.InputChannels,
            ImageStride = (long)g.InputHeight * g.InputWidth * g.InputChannels,
        };
        sweep.Run(team, dy, new Epilogue(1, 0, null, Activation.Identity));
    }
}
