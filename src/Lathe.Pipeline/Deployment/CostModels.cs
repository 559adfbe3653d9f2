using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Pipeline.Runs.Steps;

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
        "latency" => new RooflineCost(),
        "energy" => new EnergyCost(),
        MeasuredLatencyCost.Name => new MeasuredLatencyCost(context),
        _ => throw new InvalidInputException($"There is no cost model '{figure}'. Known are macs, size, latency, energy and {MeasuredLatencyCost.Name}."),
    };
}
