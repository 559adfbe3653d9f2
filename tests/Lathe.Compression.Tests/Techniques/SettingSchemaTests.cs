using Lathe.Compression.Techniques;

namespace Lathe.Compression.Tests.Techniques;

public class SettingSchemaTests
{
    public enum Order
    {
        PerLayer,
        Global,
    }

    public sealed record Sample
    {
        [Setting("A share.", Min = 0, Max = 1, Below = true)]
        public double Sparsity { get; init; } = 0.5;

        [Setting("An order.")]
        public Order RankBy { get; init; } = Order.Global;

        [Setting("A count.", Min = 1)]
        public int? Rank { get; init; }

        [Setting("Names.")]
        public string[] Layers { get; init; } = [];

        public int Hidden { get; init; } = 3;
    }

    private static readonly SettingSchema s_schema = SettingSchema.Of(typeof(Sample));

    [Fact]
    public void Bind_Texts_SetsPropertiesAndKeepsDefaults()
    {
        var sample = (Sample)s_schema.Bind(new Dictionary<string, string> { ["sparsity"] = "0.9", ["rank-by"] = "per-layer", ["rank"] = "4", ["layers"] = "a, b" });

        (sample.Sparsity, sample.RankBy, sample.Rank, sample.Hidden).ShouldBe((0.9, Order.PerLayer, 4, 3));
        sample.Layers.ShouldBe(["a", "b"]);
        ((Sample)s_schema.Bind(new Dictionary<string, string>())).ShouldBeEquivalentTo(new Sample());
    }

    [Theory]
    [InlineData("sparsity", "1", "a number of at least 0 and below 1")]
    [InlineData("sparsity", "-0.1", "a number of at least 0 and below 1")]
    [InlineData("sparsity", "NaN", "a number of at least 0 and below 1")]
    [InlineData("rank-by", "both", "one of per-layer, global")]
    [InlineData("rank", "2.5", "a whole number of at least 1")]
    [InlineData("rank", "0", "a whole number of at least 1")]
    public void Check_BadText_SaysWhatWasExpected(string setting, string text, string expected) => s_schema.Find(setting)!.Check(text).ShouldBe(expected);

    [Fact]
    public void All_HoldsOnlySettings() => s_schema.All.Select(s => s.Name).ShouldBe(["sparsity", "rank-by", "rank", "layers"]);
}
