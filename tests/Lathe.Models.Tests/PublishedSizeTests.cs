using Lathe.Graph;
using Lathe.Graph.Readings;

namespace Lathe.Models.Tests;

public sealed class PublishedSizeTests
{
    [Theory]
    [InlineData("ds-cnn", 2_656_768, 22_604)]
    [InlineData("mobilenetv1", 7_489_664, 210_850)]
    [InlineData("resnet8", 12_501_632, 77_706)]
    [InlineData("fc-autoencoder", 264_192, 265_864)]
    public void Published_MlPerfTiny_HasTheWorkAndSizeOfTheReferenceModels(string name, long macs, long parameters)
    {
        ModelGraph graph = ModelZoo.Create(name);

        ((long)GraphCost.Of(graph).Total.Macs).ShouldBe(macs);
        ModelSize.FoldedParameterCount(graph).ShouldBe(parameters);
    }

    // Learned values of the reference implementations for 1000 classes.
    [Theory]
    [InlineData("resnet18", 11_689_512)]
    [InlineData("squeezenet", 1_235_496)]
    [InlineData("mobilenetv2", 3_504_872)]
    [InlineData("mobilenetv3-small", 2_542_856)]
    [InlineData("shufflenetv2", 2_278_604)]
    [InlineData("efficientnet-b0", 5_288_548)]
    public void Published_ImageNetNetworks_HaveTheKnownParameterCounts(string name, long parameters) =>
        ModelSize.LearnedParameterCount(ModelZoo.Create(name)).ShouldBe(parameters);

    [Fact]
    public void Published_LeNet_HaveTheKnownParameterCounts()
    {
        ModelSize.LearnedParameterCount(ModelZoo.Create("lenet-300-100")).ShouldBe(266_610);
        ModelSize.LearnedParameterCount(ModelZoo.Create("lenet5")).ShouldBe(431_080);
    }

    [Fact]
    public void Compound_Phi1_ScalesWidthDepthAndResolution()
    {
        ModelOptions scaled = ModelOptions.Compound(1);

        scaled.Input.ShouldBe([3, 256, 256]);
        ModelGraph b0 = ModelZoo.Create("efficientnet-b0", new ModelOptions()), b1 = ModelZoo.Create("efficientnet-b0", scaled);
        b1.Nodes.Length.ShouldBeGreaterThan(b0.Nodes.Length);
        ModelSize.LearnedParameterCount(b1).ShouldBeGreaterThan(ModelSize.LearnedParameterCount(b0));
    }
}
