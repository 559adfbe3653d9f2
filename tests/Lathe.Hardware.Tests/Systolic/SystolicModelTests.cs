using System.Diagnostics;
using Lathe.Hardware.Systolic;

namespace Lathe.Hardware.Tests.Systolic;

public sealed class SystolicModelTests
{
    private static readonly SystolicLayer s_gemm = new(256, 256, 128), s_conv1 = SystolicLayer.Convolution(224, 224, 11, 11, 3, 96, 4);

    [Fact]
    public void Convolution_AlexNetConv1_HasTheSimulatorsSides() => s_conv1.ShouldBe(new SystolicLayer(3025, 363, 96));

    // Published outputs of SCALE-Sim, 32x32.
    [Theory]
    [InlineData(Dataflow.OutputStationary, 10175)]
    [InlineData(Dataflow.WeightStationary, 11199)]
    [InlineData(Dataflow.InputStationary, 14207)]
    public void Cycles_PublishedGemm_AreExact(Dataflow dataflow, long cycles) => Evaluate(dataflow, s_gemm).Cycles.ShouldBe(cycles);

    [Theory]
    [InlineData(Dataflow.OutputStationary, 121124, 334831)]
    [InlineData(Dataflow.WeightStationary, 112283, 373799)]
    [InlineData(Dataflow.InputStationary, 216599, 446249)]
    public void Cycles_AlexNet_AreExact(Dataflow dataflow, long conv1, long conv2)
    {
        Evaluate(dataflow, s_conv1).Cycles.ShouldBe(conv1);
        Evaluate(dataflow, new SystolicLayer(529, 2400, 256)).Cycles.ShouldBe(conv2);
    }

    [Theory]
    [InlineData(Dataflow.OutputStationary, 262144, 262144, 34816)]
    [InlineData(Dataflow.WeightStationary, 262144, 32768, 262144)]
    [InlineData(Dataflow.InputStationary, 65536, 262144, 262144)]
    public void Accesses_PublishedGemm_AreExact(Dataflow dataflow, long inputs, long filters, long outputs)
    {
        SystolicCost cost = Evaluate(dataflow, s_gemm);

        (cost.InputReads, cost.FilterReads, cost.ReportedOutputWrites).ShouldBe((inputs, filters, outputs));
    }

    [Fact]
    public void OutputWrites_OutputStationary_AreTheOutputsThemselves() => Evaluate(Dataflow.OutputStationary, s_gemm).OutputWrites.ShouldBe(256 * 128);

    [Fact]
    public void Report_AlexNetConv1_IsThePublishedOne()
    {
        SystolicCost cost = Evaluate(Dataflow.WeightStationary, s_conv1);

        (cost.InputReads, cost.FilterReads, cost.OutputWrites).ShouldBe((3294225, 34848, 3484800));
        (cost.Utilisation * 100).ShouldBe(91.68309650614964, 1e-9);
        (cost.MappingEfficiency * 100).ShouldBe(94.53125, 1e-12);
        (cost.ComputeUtilisation * 100).ShouldBe(90.78000992063485, 1e-9);
    }

    [Theory]
    [InlineData(Dataflow.OutputStationary, 80.50314465408805)]
    [InlineData(Dataflow.WeightStationary, 67.19160104986877)]
    [InlineData(Dataflow.InputStationary, 50.59288537549411)]
    public void ComputeUtilisation_PublishedGemm_IsExact(Dataflow dataflow, double percent)
    {
        SystolicCost cost = Evaluate(dataflow, s_gemm);

        (cost.ComputeUtilisation * 100).ShouldBe(percent, 1e-9);
        cost.MappingEfficiency.ShouldBe(1);
    }

    // The paper has one formula: 2R + C + T - 2 cycles a fold.
    [Theory]
    [InlineData(Dataflow.OutputStationary, (64 + 32 + 256 - 2) * 8 * 4)]
    [InlineData(Dataflow.WeightStationary, (64 + 32 + 256 - 2) * 8 * 4)]
    [InlineData(Dataflow.InputStationary, (64 + 32 + 128 - 2) * 8 * 8)]
    public void PaperCycles_AnyDataflow_FollowTheOneFormula(Dataflow dataflow, long cycles) => Evaluate(dataflow, s_gemm).PaperCycles.ShouldBe(cycles);

    [Fact]
    public void Depthwise_Channels_RunOneAfterTheOtherOnOneColumn()
    {
        SystolicCost one = Evaluate(Dataflow.WeightStationary, SystolicLayer.Depthwise(34, 34, 3, 3, 1, 1)), all = Evaluate(Dataflow.WeightStationary, SystolicLayer.Depthwise(34, 34, 3, 3, 64, 1));

        (all.Cycles + 1).ShouldBe(64 * (one.Cycles + 1));
        all.MappingEfficiency.ShouldBe(9.0 / 1024);
    }

    [Fact]
    public void Batch_StreamedBehindOneAnother_CostsLessThanTwoRuns()
    {
        long one = Evaluate(Dataflow.WeightStationary, SystolicLayer.Convolution(16, 16, 3, 3, 32, 32, 1)).Cycles, two = Evaluate(Dataflow.WeightStationary, SystolicLayer.Convolution(16, 16, 3, 3, 32, 32, 1, batch: 2)).Cycles;

        two.ShouldBeGreaterThan(one);
        two.ShouldBeLessThan(2 * one);
    }

    [Fact]
    public void Sparse_TwoOfFour_HalvesTheFoldsOfTheFilters()
    {
        SystolicCost dense = Evaluate(Dataflow.WeightStationary, s_gemm), sparse = Evaluate(Dataflow.WeightStationary, s_gemm.Sparse(2, 4));

        (sparse.Cycles + 1).ShouldBe((dense.Cycles + 1) / 2);
        sparse.FilterReads.ShouldBe(dense.FilterReads / 2);
    }

    [Fact]
    public void Evaluate_AMillionTimes_TakesUnderFiveSeconds()
    {
        long sum = 0, start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 1_000_000; i++)
        {
            sum += SystolicModel.Evaluate(8 + (i % 57), 8 + (i % 61), (Dataflow)(i % 3), new SystolicLayer(100 + (i % 3001), 27 + (i % 501), 16 + (i % 255))).Cycles;
        }

        sum.ShouldBeGreaterThan(0);
        Stopwatch.GetElapsedTime(start).TotalSeconds.ShouldBeLessThan(5);
    }

    [Theory]
    [InlineData("32")]
    [InlineData("32x0")]
    [InlineData("axb")]
    public void Parse_NotASize_SaysWhatToWrite(string size) => Should.Throw<InvalidInputException>(() => SystolicArray.Parse(size, Dataflow.OutputStationary)).Message.ShouldContain("32x32");

    private static SystolicCost Evaluate(Dataflow dataflow, SystolicLayer layer) => SystolicModel.Evaluate(new SystolicArray(32, 32, dataflow), layer);
}
