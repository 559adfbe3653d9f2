using Lathe.Hardware.Systolic;

namespace Lathe.Hardware.Tests.Systolic;

public sealed class SystolicSimulatorTests
{
    private static readonly SystolicLayer s_gemm = new(256, 256, 128);

    // Published reports of SCALE-Sim: 32x32, 64 K words each, 10 words a cycle.
    [Theory]
    [InlineData(Dataflow.OutputStationary, 52447, 42272, 59000, 524320, 32770, 32768, 15.619577859553454)]
    [InlineData(Dataflow.WeightStationary, 52447, 41248, 59002, 524320, 32770, 262175, 15.619577859553454)]
    [InlineData(Dataflow.InputStationary, 19984, 5777, 29815, 131080, 32770, 262157, 40.99279423538831)]
    public void Run_PublishedGemm_IsExact(Dataflow dataflow, long cycles, long stalls, long whole, long inputs, long filters, long outputs, double percent)
    {
        SystolicMemoryReport report = SystolicSimulator.Run(new SystolicArray(32, 32, dataflow), s_gemm);

        (report.Cycles, report.Stalls, report.CyclesWithTransfers).ShouldBe((cycles, stalls, whole));
        (report.InputDramReads, report.FilterDramReads, report.OutputDramWrites).ShouldBe((inputs, filters, outputs));
        (report.Utilisation * 100).ShouldBe(percent, 1e-9);
    }

    // The published report of the mode that estimates bandwidth.
    [Fact]
    public void Traffic_AlexNetConv1_IsExact()
    {
        SystolicMemoryReport report = SystolicSimulator.Traffic(new SystolicArray(32, 32, Dataflow.WeightStationary), SystolicLayer.Convolution(224, 224, 11, 11, 3, 96, 4), SystolicWindows.Convolution(224, 224, 11, 11, 3, 4));

        (report.Cycles, report.Stalls, report.CyclesWithTransfers).ShouldBe((112283, 0, 116210));
        (report.InputDramReads, report.FilterDramReads, report.OutputDramWrites).ShouldBe((1805023, 34848, 3484831));
        (report.Utilisation * 100).ShouldBe(91.68309650614964, 1e-9);
    }

    [Fact]
    public void Traffic_ProductThatFits_IsReadOnce()
    {
        SystolicMemoryReport report = SystolicSimulator.Traffic(new SystolicArray(8, 8, Dataflow.OutputStationary), new SystolicLayer(21, 19, 13));

        (report.InputDramReads, report.FilterDramReads, report.Stalls).ShouldBe((21 * 19, 19 * 13, 0));
        report.Cycles.ShouldBe(SystolicModel.Evaluate(new SystolicArray(8, 8, Dataflow.OutputStationary), new SystolicLayer(21, 19, 13)).Cycles);
    }

    [Theory]
    [InlineData(Dataflow.OutputStationary)]
    [InlineData(Dataflow.WeightStationary)]
    [InlineData(Dataflow.InputStationary)]
    public void Run_EverythingFits_TakesTheCyclesOfTheClosedForm(Dataflow dataflow)
    {
        var array = new SystolicArray(8, 8, dataflow);
        SystolicLayer layer = new(21, 19, 13);

        SystolicMemoryReport report = SystolicSimulator.Run(array, layer);

        report.Stalls.ShouldBe(0);
        report.Cycles.ShouldBe(SystolicModel.Evaluate(array, layer).Cycles);
    }

    [Fact]
    public void Run_WaitsCountedOnce_AreFewer()
    {
        var array = new SystolicArray(32, 32, Dataflow.OutputStationary);

        SystolicSimulator.Run(array, s_gemm, waitsOnce: true).Stalls.ShouldBe(40248);
        SystolicSimulator.Run(array with { WordsPerCycle = 100 }, s_gemm, waitsOnce: true).Stalls.ShouldBeLessThan(10000);
    }

    [Fact]
    public void Run_Groups_PointToTheClosedForm() => Should.Throw<InvalidInputException>(() => SystolicSimulator.Run(new SystolicArray(8, 8, Dataflow.OutputStationary), new SystolicLayer(1, 1, 1, 2))).Message.ShouldContain("closed form");
}
