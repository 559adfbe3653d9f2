using Lathe.Pipeline.Runs.Steps;

namespace Lathe.Pipeline.Tests.Runs;

public class PredictedRatioSearchTests
{
    // Wrong by a third either way: one correction finds the cut, and few measurements tell.
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.67)]
    [InlineData(1.5)]
    public void Find_PredictionOffByAFactor_KeepsTheMeasuredLimit(double factor)
    {
        int measurements = 0;
        double Measured(double ratio)
        {
            measurements++;
            return 2 * (1 - ratio);
        }

        double found = PredictedRatioSearch.Find(r => 2 * (1 - r) * factor, Measured, 1);

        Measured(found).ShouldBeInRange(0.93, 1);
        measurements.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public void Find_PredictionThatKnowsNothing_MeasuresEveryStep()
    {
        double found = PredictedRatioSearch.Find(_ => 5, r => 2 * (1 - r), 1);

        found.ShouldBe(RatioSearch.Find(r => 2 * (1 - r), 1));
    }

    // Whole tiles: latency falls in stairs, none of which lies just under the limit.
    [Fact]
    public void Find_LatencyInStairs_StillKeepsTheLimit()
    {
        static double Stairs(double ratio) => Math.Ceiling((1 - ratio) * 4) / 2;

        double found = PredictedRatioSearch.Find(r => 2 * (1 - r), Stairs, 0.8);

        Stairs(found).ShouldBeLessThanOrEqualTo(0.8);
    }
}
