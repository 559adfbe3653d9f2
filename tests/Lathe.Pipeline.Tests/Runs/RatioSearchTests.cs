using Lathe.Pipeline.Runs.Steps;

namespace Lathe.Pipeline.Tests.Runs;

public class RatioSearchTests
{
    [Theory]
    [InlineData(1.0, 0.5)]
    [InlineData(1.5, 0.25)]
    public void Find_FallingExcess_GivesTheSmallestRatioThatKeepsTheLimit(double limit, double expected)
    {
        double found = RatioSearch.Find(ratio => 2 * (1 - ratio), limit);

        found.ShouldBeInRange(expected, expected + 0.01);
    }

    [Fact]
    public void Find_NothingKeepsTheLimit_GivesTheLargestRatio() => RatioSearch.Find(_ => 2, 1).ShouldBe(0.95);
}
