using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Regression;

namespace Lathe.Hardware.Learned;

/// <summary>
/// Power as a sparse polynomial (NeuralPower, Cai et al. 2017) of what the processor does: billions of multiply-accumulates and of bytes a
/// second, and the kind of work. Energy of a kernel is its power times its time.
/// </summary>
/// <param name="Basis">What the power was read from, in words.</param>
/// <param name="Measured">True when it was read from counters; else it is an estimate from utilisation and TDP.</param>
/// <param name="Polynomial">Watts.</param>
/// <param name="Error">Left-out error.</param>
public sealed record PowerModel(string Basis, bool Measured, SparsePolynomial Polynomial, ErrorSummary Error)
{
    private const int Fewest = 10;

    private static readonly KernelKind[][] s_groups =
    [
        [KernelKind.Convolution, KernelKind.Pointwise, KernelKind.Grouped, KernelKind.Stem, KernelKind.PlainConvolution],
        [KernelKind.Depthwise, KernelKind.PlainDepthwise],
        [KernelKind.FullyConnected, KernelKind.MatrixProduct, KernelKind.Recurrent],
    ];

    /// <summary>Variables of one kernel or of several that ran one after the other.</summary>
    internal const int Variables = 5;

    /// <summary>Watts while a kernel runs.</summary>
    public double Watts(KernelConfig kernel, double microseconds) => Polynomial.Predict(Values([(kernel, microseconds)]));

    /// <summary>Fits trays; null when too few have a power.</summary>
    internal static PowerModel? Fit(IReadOnlyList<(IReadOnlyList<(KernelConfig Kernel, double Microseconds)> Kernels, double Watts, int Fold)> trays, string basis, bool measured)
    {
        if (trays.Count < Fewest)
        {
            return null;
        }

        double[] watts = [.. trays.Select(t => t.Watts)];
        int[] present = [.. trays.Select(t => t.Fold).Distinct().Order()];
        (SparsePolynomial fit, double[] left) = PolynomialFit.Run([.. trays.Select(t => Values(t.Kernels))], watts, [.. trays.Select(t => Array.IndexOf(present, t.Fold))], Variables);
        return new PowerModel(basis, measured, fit, ErrorSummary.Of(watts, left));
    }

    private static double[] Values(IReadOnlyList<(KernelConfig Kernel, double Microseconds)> kernels)
    {
        double time = Math.Max(kernels.Sum(k => k.Microseconds), 1e-3);
        return
        [
            kernels.Sum(k => (double)k.Kernel.Macs) / time / 1e3, kernels.Sum(k => (double)k.Kernel.Bytes) / time / 1e3,
            .. s_groups.Select(g => kernels.Where(k => g.Contains(k.Kernel.Kind)).Sum(k => k.Microseconds) / time),
        ];
    }
}
