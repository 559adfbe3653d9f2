using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;

namespace Lathe.Hardware.Tests.Learned;

/// <summary>The synthetic machine, on which depthwise layers run at a speed that depends on nothing the model sees.</summary>
internal sealed class HardRegionMeter(SyntheticMeter meter) : ILayerMeter
{
    public static bool IsHard(LayerSpec layer) => layer.Template == LayerTemplate.Depthwise;

    public Visit Measure(string subject, int pass, LayerTray tray, CancellationToken cancellation)
    {
        Visit visit = meter.Measure(subject, pass, tray, cancellation);
        return visit with { Kernels = [.. visit.Kernels.Select(k => IsHard(tray.Layers[k.Layer]) ? k with { Microseconds = k.Microseconds * (tray.Layers[k.Layer].Inputs % 2 == 0 ? 6 : 0.3) } : k)] };
    }
}
