using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Regression;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>The interval of a network from those of its kernels.</summary>
internal static class WholeInterval
{
    // What is wrong with the whole beside its kernels: a share of it.
    private const double Common = 0.03;

    /// <summary>How far the whole may lie below and above its prediction, before it is widened by what left-out trays say.</summary>
    /// <param name="kernels">The kernels and what each adds.</param>
    /// <param name="whole">The prediction.</param>
    public static (double Below, double Above) Of(IReadOnlyList<(KernelConfig Config, Estimate Microseconds)> kernels, double whole)
    {
        // The same kernel several times is wrong several times the same way; different ones are wrong each on its own.
        (double below, double above) = (Math.Pow(Common * whole, 2), Math.Pow(Common * whole, 2));
        foreach (IGrouping<KernelConfig, Estimate> same in kernels.GroupBy(k => k.Config, k => k.Microseconds))
        {
            Estimate time = same.First();
            below += Math.Pow(same.Count() * (time.Value - time.Low), 2);
            above += Math.Pow(same.Count() * (time.High - time.Value), 2);
        }

        return (Math.Sqrt(below), Math.Sqrt(above));
    }

    /// <summary>The factor that makes the intervals hold a share of what was left out, one rank further out than the share asks (locally weighted conformal prediction; Lei et al. 2018).</summary>
    /// <param name="wholes">Measured, predicted, and how far below and above the measured may lie.</param>
    /// <param name="share">The share.</param>
    public static double Widening(IReadOnlyList<(double Measured, double Predicted, double Below, double Above)> wholes, double share)
    {
        double[] scores = [.. wholes.Select(w => w.Measured < w.Predicted ? (w.Predicted - w.Measured) / w.Below : (w.Measured - w.Predicted) / w.Above).Order()];
        return scores.Length == 0 ? 1 : scores[Math.Min(scores.Length - 1, (int)Math.Ceiling(share * (scores.Length + 1)) - 1)];
    }
}
