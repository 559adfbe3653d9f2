using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.Tests;

/// <summary>The definition of the three convolutions: every product of an output, an input and a weight, summed in double.</summary>
internal static unsafe class NaiveConvolution
{
    public static void Forward(ConvolutionGeometry g, float* x, float* w, float* bias, float* y, Activation activation, bool accumulate)
    {
        var sums = new double[(long)g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels];
        ForEach(g, (xi, wi, yi) => sums[yi] += (double)x[xi] * w[wi]);
        for (int i = 0; i < sums.Length; i++)
        {
            double value = sums[i] + (bias != null ? bias[i % g.OutputChannels] : 0) + (accumulate ? y[i] : 0);
            y[i] = (float)(activation switch
            {
                Activation.Relu => Math.Max(value, 0),
                Activation.Relu6 => Math.Clamp(value, 0, 6),
                _ => value,
            });
        }
    }

    public static void BackwardData(ConvolutionGeometry g, float* dy, float* w, float* dx)
    {
        var sums = new double[(long)g.Batch * g.InputHeight * g.InputWidth * g.InputChannels];
        ForEach(g, (xi, wi, yi) => sums[xi] += (double)dy[yi] * w[wi]);
        Store(sums, dx);
    }

    public static void BackwardWeights(ConvolutionGeometry g, float* x, float* dy, float* dw, float* db)
    {
        var sums = new double[(long)g.OutputChannels * (g.InputChannels / g.Groups) * g.KernelHeight * g.KernelWidth];
        ForEach(g, (xi, wi, yi) => sums[wi] += (double)x[xi] * dy[yi]);
        Store(sums, dw);
        var biasSums = new double[g.OutputChannels];
        for (long i = 0; i < (long)g.Batch * g.OutputHeight * g.OutputWidth * g.OutputChannels; i++)
        {
            biasSums[i % g.OutputChannels] += dy[i];
        }

        if (db != null)
        {
            Store(biasSums, db);
        }
    }

    private static void Store(double[] sums, float* target)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            target[i] = (float)sums[i];
        }
    }

    private static void ForEach(ConvolutionGeometry g, Action<long, long, long> visit)
    {
        int inputs = g.InputChannels / g.Groups, outputs = g.OutputChannels / g.Groups;
        for (int n = 0; n < g.Batch; n++)
        for (int oh = 0; oh < g.OutputHeight; oh++)
        for (int ow = 0; ow < g.OutputWidth; ow++)
        for (int o = 0; o < g.OutputChannels; o++)
        for (int kh = 0; kh < g.KernelHeight; kh++)
        for (int kw = 0; kw < g.KernelWidth; kw++)
        {
            int h = (oh * g.StrideHeight) - g.PadTop + (kh * g.DilationHeight), w = (ow * g.StrideWidth) - g.PadLeft + (kw * g.DilationWidth);
            if (h < 0 || h >= g.InputHeight || w < 0 || w >= g.InputWidth)
            {
                continue;
            }

            for (int i = 0; i < inputs; i++)
            {
                long xi = ((((long)n * g.InputHeight) + h) * g.InputWidth + w) * g.InputChannels + (o / outputs * inputs) + i;
                long wi = ((((long)o * inputs) + i) * g.KernelHeight + kh) * g.KernelWidth + kw;
                long yi = ((((long)n * g.OutputHeight) + oh) * g.OutputWidth + ow) * g.OutputChannels + o;
                visit(xi, wi, yi);
            }
        }
    }
}
