using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>
/// The interval of a network from those of its kernels: equal kernels are wrong alike, different ones each on its own, and a share of the whole is wrong
/// beside them. How large that share is, and by how much all of it is too narrow or too wide, is what networks say that were left out.
/// </summary>
/// <param name="Common">The share of the whole.</param>
/// <param name="Widening">The factor that makes the intervals hold as many left-out networks as they should.</param>
public sealed record WholeInterval(double Common, double Widening)
{
    private static readonly double[] s_common = [0.01, 0.02, 0.03, 0.045, 0.07, 0.1, 0.15, 0.2, 0.3];

    /// <summary>
    /// The form under which left-out errors are most likely (of those that fall off like a Laplace distribution), widened until it holds a share of them,
    /// one rank further out than the share asks (locally weighted conformal prediction; Lei et al. 2018).
    /// </summary>
    /// <param name="networks">Kernels with what each adds, what was measured of the whole, and what was predicted.</param>
    /// <param name="share">The share.</param>
    internal static WholeInterval Fit(IReadOnlyList<(IReadOnlyList<(KernelConfig Config, Estimate Microseconds)> Kernels, double Measured, double Predicted)> networks, double share)
    {
        if (networks.Count == 0)
        {
            return new WholeInterval(s_common[^1], 1);
        }

        (WholeInterval form, double[] scores, _) = s_common.Select(c => Likelihood(new WholeInterval(c, 1))).MinBy(f => f.Unlikely);
        double[] sorted = [.. scores.Order()];
        return form with { Widening = sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * (sorted.Length + 1)) - 1)] };

        (WholeInterval Form, double[] Scores, double Unlikely) Likelihood(WholeInterval form)
        {
            double[] sides = [.. networks.Select(n => n.Measured < n.Predicted ? form.Sides(n.Kernels, n.Predicted).Below : form.Sides(n.Kernels, n.Predicted).Above)];
            double[] scores = [.. networks.Select((n, i) => Math.Abs(n.Measured - n.Predicted) / sides[i])];
            return (form, scores, Math.Log(scores.Average()) + networks.Select((n, i) => Math.Log(sides[i] / n.Predicted)).Average());
        }
    }

    /// <summary>The interval of a network.</summary>
    internal Estimate Of(IReadOnlyList<(KernelConfig Config, Estimate Microseconds)> kernels, double whole)
    {
        (double below, double above) = Sides(kernels, whole);
        return new Estimate(whole, Math.Max(0, whole - (Widening * below)), whole + (Widening * above));
    }

    private (double Below, double Above) Sides(IReadOnlyList<(KernelConfig Config, Estimate Microseconds)> kernels, double whole)
    {
        (double below, double above) = (Math.Pow(Common * whole, 2), Math.Pow(Common * whole, 2));
        foreach (IGrouping<KernelConfig, Estimate> same in kernels.GroupBy(k => k.Config, k => k.Microseconds))
        {
            Estimate time = same.First();
            below += Math.Pow(same.Count() * (time.Value - time.Low), 2);
            above += Math.Pow(same.Count() * (time.High - time.Value), 2);
        }

        return (Math.Sqrt(below), Math.Sqrt(above));
    }
}
