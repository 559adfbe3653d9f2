using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Tests.Recipes;

public class FactorizeOrderTests
{
    [Theory]
    [InlineData("sparsify: { method: magnitude, sparsity: 0.5 }", "factorize: { method: svd }", "factorize (svd) would lose the zeros", "the factors are dense")]
    [InlineData("share: { method: kmeans }", "factorize: { method: tucker2 }", "factorize (tucker2) would lose the shared values", "the factors are dense")]
    [InlineData("share: { method: kmeans }", "adapt: { method: lora }", "would lose the shared values", "adapters")]
    public void Parse_StepThatWouldUndoAnEarlierOne_IsRefusedWithTheReason(string first, string second, string expected, string reason)
    {
        string message = Should.Throw<InvalidInputException>(() => Parse(first, second)).Message;

        message.ShouldContain(expected);
        message.ShouldContain(reason);
    }

    [Theory]
    [InlineData("factorize: { method: svd, rank: cost, cost: latency, target: 0.5 }", "sparsify: { method: magnitude, sparsity: 0.5 }")]
    [InlineData("sparsify: { method: magnitude, sparsity: 0.5 }", "share: { method: kmeans, bits: 4, layers: \"fc=6\" }")]
    [InlineData("adapt: { method: lora, rank: 2 }", "compress: { method: bundle, file: small.lathe }")]
    [InlineData("share: { method: hashed, ratio: 0.1 }", "compress: { method: bundle }")]
    public void Parse_SensibleOrders_AreAccepted(string first, string second) => Parse(first, second).Steps.Count.ShouldBe(3);

    private static Recipe Parse(string first, string second) => RecipeReader.Parse($"model: lenet5\ndata: mnist\nsteps:\n  - train: {{ epochs: 1 }}\n  - {first}\n  - {second}\n", "order.yaml");
}
