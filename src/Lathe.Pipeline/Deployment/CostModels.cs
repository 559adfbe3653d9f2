using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Hardware.Devices;
using Lathe.Pipeline.Latency;
using Lathe.Pipeline.Runs.Steps;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Deployment;

/// <summary>The cost models steps may ask for, by name.</summary>
internal sealed class CostModels(StepContext context)
{
    /// <summary>The model of a figure.</summary>
    /// <exception cref="InvalidInputException">There is none of the name.</exception>
    public ICostModel Find(string figure) => figure switch
    {
        "macs" => new MacsCost(),
        "size" => new SizeCost(),
        "latency" => Latency(),
        "energy" => new EnergyCost(),
        MeasuredLatencyCost.Name => new MeasuredLatencyCost(context),
        _ => throw new InvalidInputException($"There is no cost model '{figure}'. Known are macs, size, latency, energy and {MeasuredLatencyCost.Name}."),
    };

    // What knows the target best: its own figures, a model fitted here, else any machine's roofline.
    private ICostModel Latency()
    {
        var roofline = new RooflineCost();
        return TargetDevices.IsModelled(context.Recipe.Target.Device) ? new ModelledLatencyCost(context.Target, roofline)
            : context.Target.Name == DeviceCatalog.ThisMachineName && LatencyModels.Find(context.Observer.Say) is { } model ? new FittedLatencyCost(model, roofline)
            : roofline;
    }
}
