using Lathe.Hardware.Learned.Layers;

namespace Lathe.Hardware.Learned.Profiles;

/// <summary>Measures layers; the runtime's is in the pipeline, tests bring one that computes its times.</summary>
public interface ILayerMeter
{
    /// <summary>Measures layers that run one after the other in one session.</summary>
    /// <param name="subject">What to call it.</param>
    /// <param name="pass">The number of the visit.</param>
    /// <param name="tray">The layers.</param>
    /// <param name="cancellation">Stops between runs.</param>
    Visit Measure(string subject, int pass, LayerTray tray, CancellationToken cancellation);
}
