using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Learned;

/// <summary>A machine that computes its times: tiles of 32 channels, a bandwidth, a few percent of noise, and a little beside each kernel.</summary>
internal sealed class SyntheticMeter(FakeClock clock, double noise = 0.02) : ILayerMeter
{
    public const double Call = 6, Node = 0.8, Scale = 0.95;

    /// <summary>Passes in which something else keeps the machine busy.</summary>
    public Func<string, int, bool> Disturbed { get; init; } = (_, _) => false;

    public int Visits { get; private set; }

    public Visit Measure(string subject, int pass, LayerTray tray, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Visits++;
        RandomKey key = RandomKey.FromSeed(7).Fold(subject).Fold((ulong)pass);
        double slow = Disturbed(subject, pass) ? 1.7 : 1;
        KernelTiming[] kernels = [.. tray.Layers.SelectMany((l, i) => Kernels(l).Select(k => (k, i))).Select((p, n) => new KernelTiming(p.i, p.k, slow * Time(p.k) * (1 + (noise * key.Normal((ulong)n)))))];
        double whole = Whole(kernels.Select(k => k.Microseconds / slow)) * slow;
        clock.Spend(whole * 20 / 1e3);
        return new Visit(subject, pass, whole, 1.05 * whole, 250 * slow, 250 * slow, 10 + (kernels.Count(k => k.Config.Macs > 0) / (double)kernels.Length), kernels);
    }

    public static double Whole(IEnumerable<double> kernels) => kernels.Aggregate(Call, (sum, k) => sum + Node + (Scale * k));

    public static double Time(KernelConfig k) => k.Macs > 0
        ? 2 + (k.Macs / (double)k.OutputChannels * Math.Ceiling(k.OutputChannels / 32.0) * 32 / 15e3) + (k.WeightElements / 4e3)
        : 1 + ((k.ReadElements + k.WriteElements) / 2e3);

    public static IEnumerable<KernelConfig> Kernels(LayerSpec s)
    {
        long planeIn = (long)s.Height * s.Width, height = Math.Max(1, s.Height / s.Stride), width = Math.Max(1, s.Width / s.Stride), weights = (long)s.Inputs * s.Outputs * s.Kernel * s.Kernel;
        yield return new KernelConfig(s.Kernel == 1 ? KernelKind.Pointwise : KernelKind.Convolution, "Conv")
        {
            InputChannels = s.Inputs, OutputChannels = s.Outputs, InputHeight = s.Height, InputWidth = s.Width, OutputHeight = height, OutputWidth = width, KernelHeight = s.Kernel, KernelWidth = s.Kernel, Stride = s.Stride,
            ReadElements = planeIn * s.Inputs, WriteElements = height * width * s.Outputs, WeightElements = weights, Macs = weights * height * width,
        };
        yield return new KernelConfig(KernelKind.Pool, "MaxPool") { InputChannels = s.Outputs, OutputChannels = s.Outputs, OutputHeight = height, OutputWidth = width, KernelHeight = 2, KernelWidth = 2, ReadElements = height * width * s.Outputs, WriteElements = height * width * s.Outputs / 4 };
    }
}
