using Lathe.Hardware.Learned;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Readings;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Learned;

public sealed class WholeIntervalTests
{
    private const double Share = 0.9;

    [Fact]
    public void Fit_NetworksWrongAsAWhole_TakesAShareOfThem()
    {
        var interval = WholeInterval.Fit([.. Enumerable.Range(0, 200).Select(i => Network(i, common: 0.1, own: 0))], Share);

        interval.Common.ShouldBeGreaterThanOrEqualTo(0.07);
        Width(interval, 400).ShouldBe(Width(interval, 40), 0.03);
        Inside(interval, common: 0.1, own: 0).ShouldBe(Share, 0.06);
    }

    [Fact]
    public void Fit_KernelsWrongEachOnItsOwn_NarrowsWithTheirNumber()
    {
        var interval = WholeInterval.Fit([.. Enumerable.Range(0, 200).Select(i => Network(i, common: 0, own: 0.12))], Share);

        interval.Common.ShouldBeLessThanOrEqualTo(0.03);
        Inside(interval, common: 0, own: 0.12).ShouldBe(Share, 0.06);
        Width(interval, 400).ShouldBeLessThan(0.4 * Width(interval, 4));
    }

    [Fact]
    public void Of_EqualKernels_AreWrongAlike()
    {
        var interval = new WholeInterval(0.001, 1);
        (KernelConfig, Estimate) kernel = (Config(1), new Estimate(10, 8, 12));

        interval.Of([.. Enumerable.Repeat(kernel, 9)], 90).High.ShouldBe(90 + (9 * 2), 0.01);
        interval.Of([.. Enumerable.Range(0, 9).Select(i => (Config(i), kernel.Item2))], 90).High.ShouldBe(90 + (3 * 2), 0.01);
    }

    [Fact]
    public void Fit_NothingLeftOut_IsWide() => Width(WholeInterval.Fit([], Share), 10).ShouldBeGreaterThan(0.5);

    private static double Width(WholeInterval interval, int kernels)
    {
        Estimate whole = interval.Of([.. Enumerable.Range(0, kernels).Select(i => (Config(i), new Estimate(10, 8, 12)))], 10 * kernels);
        return (whole.High - whole.Low) / whole.Value;
    }

    private static double Inside(WholeInterval interval, double common, double own) =>
        Enumerable.Range(1000, 500).Select(i => Network(i, common, own)).Average(n => interval.Of(n.Kernels, n.Predicted) is var e && n.Measured >= e.Low && n.Measured <= e.High ? 1.0 : 0);

    // Of 4 to 43 kernels, each said to be right within a fifth.
    private static (IReadOnlyList<(KernelConfig Config, Estimate Microseconds)> Kernels, double Measured, double Predicted) Network(int number, double common, double own)
    {
        RandomKey key = RandomKey.FromSeed(number);
        double[] times = [.. Enumerable.Range(0, 4 + (number % 40)).Select(i => 5 + (20 * key.Uniform((ulong)i)))];
        double measured = times.Select((t, i) => t * (1 + (own * key.Fold("own").Normal((ulong)i)))).Sum() * (1 + (common * key.Fold("common").Normal(0)));
        return ([.. times.Select((t, i) => (Config(i), new Estimate(t, 0.8 * t, 1.2 * t)))], measured, times.Sum());
    }

    private static KernelConfig Config(int channels) => new(KernelKind.Pool, "MaxPool") { InputChannels = channels };
}
