using Lathe.Training.Metrics;

namespace Lathe.Training.Tests.Metrics;

public class MeterTests
{
    [Fact]
    public void Classification_OfKnownLogits_GivesHandComputedNumbers()
    {
        var meter = new ClassificationMeter(3);
        meter.Add([2, 0, 0, 0, 1, 0], [0, 2]);
        meter.Add([0, 0, 3], [2]);
        ClassificationMetrics result = meter.Result();
        double p0 = Math.Exp(2) / (Math.Exp(2) + 2), p1 = Math.Exp(1) / (Math.Exp(1) + 2), p2 = Math.Exp(3) / (Math.Exp(3) + 2);

        result.Count.ShouldBe(3);
        result.Accuracy.ShouldBe(2 / 3.0, 1e-12);
        result.TopFive.ShouldBe(1);
        result.Loss.ShouldBe((-Math.Log(p0) - Math.Log((1 - p1) / 2) - Math.Log(p2)) / 3, 1e-9);
        result.CalibrationError.ShouldBe((Math.Abs(1 - p0) + p1 + Math.Abs(1 - p2)) / 3, 1e-9);
        result.Confusion[2, 1].ShouldBe(1);
        result.Confusion[2, 2].ShouldBe(1);
        result.PerClass[0].ShouldBe(1);
        result.PerClass[1].ShouldBe(double.NaN);
        result.PerClass[2].ShouldBe(0.5);
    }

    [Fact]
    public void Classification_TopFive_CountsTheFifthNotTheSixth()
    {
        var meter = new ClassificationMeter(7);
        meter.Add([6, 5, 4, 3, 2, 1, 0], [4]);
        meter.Add([6, 5, 4, 3, 2, 1, 0], [5]);

        meter.Result().TopFive.ShouldBe(0.5);
    }

    [Fact]
    public void Classification_WrongNumberOfLogits_IsOneError() =>
        Should.Throw<InvalidInputException>(() => new ClassificationMeter(3).Add([1, 2], [0])).Message.ShouldContain("2 logits are not 1 rows of 3 classes");

    [Fact]
    public void Regression_OfKnownValues_GivesHandComputedNumbers()
    {
        var meter = new RegressionMeter();
        meter.Add([1, 2], [0, 4]);
        meter.Add([5], [5]);

        meter.Result().ShouldBe(new RegressionMetrics(3, 5 / 3.0, 1));
    }
}
