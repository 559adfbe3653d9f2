using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Micro;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Latency;

namespace Lathe.Pipeline.Costs;

/// <summary>
/// The cost of a network on a device by the best that is known of the device: boards that were measured tell more than a data sheet, and the model that
/// fit-latency made knows this machine better, at batch 1 in 32 bits, which is what was profiled; all else is analytic. The reading says which it is.
/// </summary>
public static class BestCost
{
    /// <summary>Costs a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="workload">Its kernels as the device's backend fuses them.</param>
    /// <param name="device">The device.</param>
    /// <param name="options">How it runs.</param>
    /// <param name="batch">Samples at once.</param>
    /// <param name="say">Told why a fitted model that is there is not used.</param>
    /// <exception cref="InvalidInputException">The device cannot run the number format, or the fitted model is damaged.</exception>
    public static CostReading Of(ModelGraph graph, Workload workload, DeviceProfile device, CostOptions options, int batch, Action<string> say)
    {
        CostReading reading = DeviceCost.Of(workload, device, options);
        if (MicroCost.Serves(device, options, batch))
        {
            return MicroCost.Of(reading, workload, device);
        }

        bool fitting = device.Name == DeviceCatalog.ThisMachineName && batch == 1 && options.PrecisionOn(device) == Precision.F32;
        return fitting && Fitted(say) is { } model ? CalibratedCost.Of(reading, workload, graph, model) : reading;
    }

    private static LatencyModel? Fitted(Action<string> say)
    {
        try
        {
            return LatencyModels.Find(say);
        }
        catch (MissingDependencyException error)
        {
            say($"The fitted latency model is not used: {error.Message}");
            return null;
        }
    }
}
