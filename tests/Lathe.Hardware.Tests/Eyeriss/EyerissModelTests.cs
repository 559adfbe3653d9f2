using Lathe.Hardware.Eyeriss;
using Xunit.Abstractions;

namespace Lathe.Hardware.Tests.Eyeriss;

public sealed class EyerissModelTests(ITestOutputHelper output)
{
    private static readonly EyerissModel s_model = new(new EyerissChip());

    // The published mappings (recalled; CONV3's is that of CONV4), and the table of the JSSC paper: GMACs, active elements, ms of
    // processing, MB through the global buffer and through DRAM, at batch 4.
    public static TheoryData<int, EyerissMapping, double, int, double, double, double> Published => new()
    {
        { 0, new(7, 16, 1, 1, 2, 96, 1), 0.42, 154, 16.5, 18.5, 5.0 },
        { 1, new(27, 16, 2, 1, 1, 64, 1), 0.90, 135, 39.2, 77.6, 4.0 },
        { 2, new(13, 16, 3, 2, 2, 64, 4), 0.60, 156, 21.8, 50.2, 3.0 },
        { 3, new(13, 16, 3, 2, 2, 64, 4), 0.45, 156, 16.0, 37.4, 2.1 },
        { 4, new(13, 16, 3, 2, 2, 64, 4), 0.30, 156, 10.0, 24.9, 1.3 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Evaluate_AlexNet_AgreesWithThePaper(int layer, EyerissMapping mapping, double gigamacs, int active, double milliseconds, double bufferMegabytes, double dramMegabytes)
    {
        EyerissCost cost = s_model.Evaluate(EyerissLayer.AlexNet[layer], mapping);

        Math.Round(cost.Layer.Macs / 1e9, 2).ShouldBe(gigamacs);
        cost.ActiveElements.ShouldBe(active);
        double time = cost.Seconds * 1e3, buffer = cost.Buffer * 2 / 1e6, dram = cost.Dram * 2 / 1e6;
        output.WriteLine($"{cost.Layer.Name}: {time:F1} ms ({(time / milliseconds) - 1:P0}), buffer {buffer:F1} MB ({(buffer / bufferMegabytes) - 1:P0}), DRAM {dram:F2} MB ({(dram / dramMegabytes) - 1:P0}); energy {string.Join(" ", new[] { cost.Energy.Arithmetic, cost.Energy.RegisterFile, cost.Energy.Network, cost.Energy.Buffer, cost.Energy.Dram }.Select(e => (e / cost.TotalEnergy).ToString("P0")))}");
        (buffer / bufferMegabytes).ShouldBe(1, 0.05);
        (dram / dramMegabytes).ShouldBe(1, 0.15);
        (time / milliseconds).ShouldBeInRange(0.8, 1);
    }

    [Fact]
    public void AlexNet_Work_IsThePublishedSum() => EyerissLayer.AlexNet.Sum(l => l.Macs).ShouldBe(4 * 665_784_864L);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Evaluate_Search_IsNoWorseThanThePublishedMapping(int layer)
    {
        EyerissCost found = s_model.Evaluate(EyerissLayer.AlexNet[layer]), published = s_model.Evaluate(EyerissLayer.AlexNet[layer], (EyerissMapping)Published.ElementAt(layer)[1]);

        output.WriteLine($"{found.Layer.Name}: {found.Mapping} {found.TotalEnergy / published.TotalEnergy:P0}");
        found.TotalEnergy.ShouldBeLessThanOrEqualTo(published.TotalEnergy * 1.05);
        (found.Mapping.ChannelsInElement * found.Layer.Kernel).ShouldBeLessThanOrEqualTo(12);
        (found.Mapping.ChannelsInElement * found.Layer.Kernel * found.Mapping.FiltersInElement).ShouldBeLessThanOrEqualTo(224);
    }

    [Fact]
    public void Zeros_SkippedAndCoded_SaveAccesses()
    {
        EyerissLayer sparse = EyerissLayer.AlexNet[3], dense = sparse with { InputZeros = 0, OutputZeros = 0 };
        EyerissMapping mapping = new(13, 16, 3, 2, 2, 64, 4);
        EyerissCost with = s_model.Evaluate(sparse, mapping), without = s_model.Evaluate(dense, mapping);

        with.EffectiveMacs.ShouldBe(without.EffectiveMacs * (1 - 0.793), 1);
        without.RegisterFile.ShouldBe(4.0 * dense.Macs, 1);
        with.RegisterFile.ShouldBe(dense.Macs * (1 + (3 * 0.207)), 10);
        with.Dram.ShouldBeLessThan(with.UncodedDram);
        without.Dram.ShouldBe(without.UncodedDram);
        with.TotalEnergy.ShouldBeLessThan(without.TotalEnergy);
    }

    // Three pairs of run and level share 64 bits.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 1)]
    [InlineData(0.7, 0.4)]
    public void Coded_Zeros_FollowTheCode(double zeros, double share) => EyerissModel.Coded(zeros).ShouldBe(share, 1e-12);

    [Fact]
    public void Evaluate_WindowTallerThanTheArray_SaysSo() =>
        Should.Throw<InvalidInputException>(() => s_model.Evaluate(new EyerissLayer("big", 64, 3, 8, 13, 1, 1, 1, 0, 0, 64))).Message.ShouldContain("12");
}
