using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;

namespace Lathe.Hardware.Learned;

/// <summary>Compares a fit with networks it has not seen, beside Paleo and a line in multiply-accumulates.</summary>
public static class HeldOutReport
{
    /// <summary>Compares.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="networks">The networks; their visits were never fitted.</param>
    /// <param name="drift">The quiet yardstick of the networks as a ratio to that of the layers.</param>
    public static LatencyFitReport Of(LatencyModelFit fit, IReadOnlyList<HeldOutNetwork> networks, double drift = 1)
    {
        LatencyModel model = fit.Model;
        HashSet<KernelConfig> seen = [.. fit.Trays.SelectMany(t => t.Kernels).Select(k => Alone(k.Config))];
        double[] line = FlopsLine(fit.Trays);
        NetworkResult[] results = [.. networks.Select(n => Result(n, model, line, seen))];
        double[] measured = [.. results.Select(r => r.Measured)];
        return new LatencyFitReport(
            model.Setting,
            model.Basis,
            results,
            ErrorSummary.Of(measured, [.. results.Select(r => r.Predicted.Value)]),
            ErrorSummary.Of(measured, [.. results.Select(r => r.Flops)]),
            ErrorSummary.Of(measured, [.. results.Select(r => r.Paleo)]),
            results.Length > 0 ? results.Count(r => r.IsInside) / (double)results.Length : 0,
            model.Errors,
            LayerErrors.Of([.. networks.SelectMany(n => Layers(n, model))]),
            fit.Trays.Sum(t => t.Visits + t.Disturbed) + networks.Sum(n => n.Profile.Visits + n.Profile.Disturbed),
            fit.Trays.Sum(t => t.Disturbed) + networks.Sum(n => n.Profile.Disturbed),
            drift,
            model.Power);
    }

    private static NetworkResult Result(HeldOutNetwork network, LatencyModel model, double[] line, HashSet<KernelConfig> seen)
    {
        NetworkLatency latency = model.Predict(network.Kernels);
        return new NetworkResult(
            network.Name,
            network.Profile.WholeMicroseconds / 1e3,
            network.Profile.Spread / 1e3,
            network.Profile.UsualMicroseconds / 1e3,
            latency.Microseconds * 1e-3,
            (line[0] + (line[1] * network.Macs)) / 1e3,
            network.PaleoMilliseconds,
            latency.Joules * 1e3,
            network.Kernels.Count,
            network.Kernels.Count(k => seen.Contains(Alone(k.Config))),
            latency.Unknown);
    }

    private static KernelConfig Alone(KernelConfig kernel) => kernel with { NetworkWeights = 0, NetworkTraffic = 0, InputDistance = 0 };

    // The profiler's figure stands beside the prediction of the same kernel.
    private static IEnumerable<(KernelKind, double, double, double, double)> Layers(HeldOutNetwork network, LatencyModel model)
    {
        Dictionary<string, KernelRegressor> families = model.Families.ToDictionary(f => f.Family);
        foreach (KernelProfile kernel in network.Profile.Kernels)
        {
            if (families.TryGetValue(kernel.Config.Family, out KernelRegressor? family) && kernel.Microseconds > 0)
            {
                yield return (kernel.Config.Kind, kernel.Microseconds, family.PolynomialMicroseconds(kernel.Config), family.TreeMicroseconds(kernel.Config), family.Microseconds(kernel.Config).Value);
            }
        }
    }

    private static double[] FlopsLine(IReadOnlyList<SubjectProfile> trays)
    {
        var moments = new Moments(2);
        foreach (SubjectProfile tray in trays)
        {
            moments.Add([1 / tray.WholeMicroseconds, tray.Kernels.Sum(k => (double)k.Config.Macs) / tray.WholeMicroseconds], 1);
        }

        return Lasso.Fit(moments, 0, nonNegative: true);
    }
}
