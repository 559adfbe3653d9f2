using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Analytic.Advice;

/// <summary>Says what would make a network faster on a device: every change of every layer is costed, and the best are told with what they save.</summary>
public static class CostAdvisor
{
    // Less is within what the models are wrong by.
    private const double LeastOfLayer = 0.03, LeastOfNetwork = 0.005;
    private const int MostOfLayer = 2, MostOfKind = 3;

    /// <summary>The best changes, the one that saves most first.</summary>
    /// <param name="workload">The network.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="options">How it runs now.</param>
    /// <param name="most">How many are told.</param>
    /// <exception cref="InvalidInputException">The device cannot run the number format.</exception>
    public static IReadOnlyList<CostAdvice> Of(Workload workload, DeviceProfile device, CostOptions? options = null, int most = 8)
    {
        options ??= new CostOptions();
        var changes = new LayerChanges(workload, device, options);
        (double Seconds, double Joules, Bound Bound)[] now = [.. workload.Kernels.Select(k => Price(workload, k, device, options))];
        double all = now.Sum(n => n.Seconds);
        return
        [
            .. workload.Kernels.SelectMany((kernel, i) => changes.Of(kernel).Select(change => Advise(kernel, now[i], change, device, all)).Where(IsWorth).OrderByDescending(a => a.SecondsSaved).Take(MostOfLayer))
                .Concat(Launches(workload, device, options, now)).OrderByDescending(a => a.SecondsSaved)
                // The first word tells the kind: the same advice for every layer would hide the others.
                .GroupBy(a => a.Change.Split(' ')[0]).SelectMany(kind => kind.Take(MostOfKind)).OrderByDescending(a => a.SecondsSaved).Take(most),
        ];
    }

    private static bool IsWorth(CostAdvice advice) => advice.ShareOfLayer >= LeastOfLayer && advice.ShareOfNetwork >= LeastOfNetwork;

    private static CostAdvice Advise(Kernel kernel, (double Seconds, double Joules, Bound Bound) now, LayerChange change, DeviceProfile device, double all)
    {
        (double seconds, double joules, _) = Price(change.Workload, change.Kernel, device, change.Options);
        return new CostAdvice
        {
            Layer = kernel.Name,
            Change = change.Change,
            Evidence = $"is {now.Bound.ToString().ToLowerInvariant()}-bound",
            SecondsBefore = now.Seconds,
            SecondsAfter = seconds,
            JoulesBefore = now.Joules,
            JoulesAfter = joules,
            NetworkSeconds = all,
        };
    }

    /// <summary>Time that goes into starting kernels, had by costing the network on the same device without it.</summary>
    private static IEnumerable<CostAdvice> Launches(Workload workload, DeviceProfile device, CostOptions options, (double Seconds, double Joules, Bound Bound)[] now)
    {
        int bound = now.Count(n => n.Bound == Bound.Launch);
        if (bound == 0)
        {
            yield break;
        }

        DeviceProfile immediate = device with { Launch = device.Launch with { Value = 0 } };
        double before = now.Sum(n => n.Seconds), joules = now.Sum(n => n.Joules);
        var advice = new CostAdvice
        {
            Layer = "The network",
            Change = "doing without these starts (fewer and larger layers, or more samples at once) at best",
            Evidence = $"waits for the start of {bound} of {now.Length} kernels",
            SecondsBefore = before,
            SecondsAfter = workload.Kernels.Sum(k => Price(workload, k, immediate, options).Seconds),
            JoulesBefore = joules,
            JoulesAfter = joules,
            NetworkSeconds = before,
        };
        if (IsWorth(advice))
        {
            yield return advice;
        }
    }

    private static (double Seconds, double Joules, Bound Bound) Price(Workload workload, Kernel kernel, DeviceProfile device, CostOptions options)
    {
        RooflinePoint point = new Roofline(device, options).Time(workload, kernel);
        return (point.Seconds.Value, new AccessEnergy(device, options.PrecisionOn(device)).Of(kernel, point).Total, point.Bound);
    }
}
