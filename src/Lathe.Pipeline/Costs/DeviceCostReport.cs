using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Analytic.Advice;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Costs;

/// <summary>A network on a device in every respect: cost by layer, roofline and advice. Times are fitted where there is a model of the device (<see cref="BestCost"/>); all else is analytic.</summary>
/// <param name="Cost">The cost, by layer and in total.</param>
/// <param name="Roofline">The layers under the device's roofs.</param>
/// <param name="Advice">What would save time, costed.</param>
public sealed record DeviceCostReport(CostReading Cost, RooflineChart Roofline, IReadOnlyList<CostAdvice> Advice)
{
    /// <summary>Costs a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="device">The device.</param>
    /// <param name="options">How it runs; as it is deployed when null.</param>
    /// <param name="say">Told why a fitted model that is there is not used.</param>
    /// <exception cref="InvalidInputException">The device cannot run the number format.</exception>
    public static DeviceCostReport Of(ModelGraph graph, DeviceProfile device, CostOptions? options = null, Action<string>? say = null)
    {
        options ??= new DeployedForm(graph.Name, graph, []).Options;
        Workload workload = Workload.Of(graph, FusionRules.Of(device.Backend));
        CostReading cost = BestCost.Of(graph, workload, device, options, batch: 1, say ?? (_ => { }));
        return new DeviceCostReport(cost, RooflineChart.Of(cost, device, options), CostAdvisor.Of(workload, device, options));
    }

    /// <summary>Costs a network of a run on its target; null where the target is another machine's agent or cannot run it.</summary>
    /// <param name="graph">The network as deployed.</param>
    /// <param name="device">The name of the target; null for this machine.</param>
    /// <param name="carbon">Whose electricity.</param>
    /// <param name="say">Told why a fitted model that is there is not used.</param>
    internal static DeviceCostReport? TryOf(ModelGraph graph, string? device, CarbonIntensity carbon, Action<string> say)
    {
        if (Remote.AgentAddress.Is(device))
        {
            return null;
        }

        try
        {
            return Of(graph, DeviceCatalog.Find(device ?? DeviceCatalog.ThisMachineName), new DeployedForm(graph.Name, graph, []).Options with { GramsPerKilowattHour = carbon.GramsPerKilowattHour }, say);
        }
        catch (InvalidInputException)
        {
            // The variant's own reading says what keeps it from running there.
            return null;
        }
    }
}
