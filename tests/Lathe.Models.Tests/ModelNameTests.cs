using Lathe.Graph;
using Lathe.Graph.Execution;

namespace Lathe.Models.Tests;

/// <summary>Networks with settings after their name.</summary>
public class ModelNameTests
{
    [Fact]
    public void Create_WithSettings_IsTheNetworkInThem()
    {
        ModelGraph named = ModelName.Create("mobilenetv2?width=0.3&input=3x64x64&classes=7"), built = ModelZoo.Create("mobilenetv2", new ModelOptions { Width = 0.3, Input = [3, 64, 64], Classes = 7 });

        named.ParameterCount.ShouldBe(built.ParameterCount);
        named.Inputs[0].Shape.ShouldBe(built.Inputs[0].Shape);
        ModelName.Create("mobilenetv1").ParameterCount.ShouldBe(ModelZoo.Create("mobilenetv1").ParameterCount);
    }

    [Theory]
    [InlineData("resnet8?width=0", "width is '0'")]
    [InlineData("resnet8?width=1e9", "width is '1e9'")]
    [InlineData("resnet8?input=3x0x2", "input is '0'")]
    [InlineData("resnet8?classes=-1", "classes is '-1'")]
    [InlineData("resnet8?colour=red", "no setting 'colour'")]
    [InlineData("resnet9?width=1", "no model 'resnet9'")]
    public void Create_WhatCannotBe_IsRefused(string text, string said) => Should.Throw<InvalidInputException>(() => ModelName.Create(text)).Message.ShouldContain(said);
}
