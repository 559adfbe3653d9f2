using Lathe.Graph;
using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Targets;

/// <summary>The device a run works for: measured where networks can be run on it, else modelled.</summary>
internal interface ITargetDevice
{
    /// <summary>As the recipe says it.</summary>
    string Name { get; }

    /// <summary>Measures candidates while a run decides.</summary>
    IModelTimer Timer { get; }

    /// <summary>Reads the figures of deployed networks.</summary>
    DeviceMeasurement Measure(IReadOnlyList<DeployedForm> forms, float[] sample, LatencyOptions options, CancellationToken cancellation);

    /// <summary>A modelled figure of a network by its name in recipes; null where the device is measured.</summary>
    /// <param name="figure">latency, energy, ram, flash or carbon.</param>
    /// <param name="prepared">The network, batch normalisation folded.</param>
    /// <param name="integer">True when it will run in 8-bit integers.</param>
    double? Modelled(string figure, ModelGraph prepared, bool integer);
}
