using Lathe.Hardware.Analytic;

namespace Lathe.Hardware.Learned.Micro;

/// <summary>Multiply-accumulates of a network by the kind of layer, because kernels reach a different share of a core in each.</summary>
/// <param name="Convolution">Convolutions over all input channels, 1x1 among them.</param>
/// <param name="Depthwise">Depthwise convolutions.</param>
/// <param name="Dense">Fully connected layers.</param>
public sealed record MicroWork(double Convolution, double Depthwise, double Dense)
{
    /// <summary>Counts a network.</summary>
    public static MicroWork Of(Workload workload)
    {
        double Sum(Func<Kernel, bool> kind) => workload.Kernels.Where(k => k.Product is not null && kind(k)).Sum(k => (double)k.Macs);
        bool IsConvolution(Kernel k) => k.Operators.Contains("Conv", StringComparison.Ordinal);
        return new MicroWork(Sum(k => IsConvolution(k) && !k.Product!.Value.IsDepthwise), Sum(k => IsConvolution(k) && k.Product!.Value.IsDepthwise), Sum(k => !IsConvolution(k)));
    }

    /// <summary>The kinds in a row.</summary>
    internal double[] Kinds => [Convolution, Depthwise, Dense];
}
