using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Convolution;
using Lathe.Tensors.OneDnn.MatMul;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed class KernelChoicesTests
{
    [Theory]
    [InlineData("3-16@32", "ChannelsLast", "ChannelsLast", "ChannelsLast")]
    [InlineData("16-16@32", "Managed", "Managed", "Managed")]
    [InlineData("64-64@8", "Managed", "Managed", "Managed")]
    [InlineData("32-64@16 s2", "ChannelsLast", "ChannelsLast", "Managed")]
    [InlineData("64-128@32 s2", "Managed", "Managed", "Blocked")]
    [InlineData("256-256@8", "Managed", "Managed", "Managed")]
    [InlineData("20-50@12 5x5", "ChannelsLast", "Managed", "Managed")]
    [InlineData("dw64@12", "ChannelsLast", "ChannelsLast", "ChannelsLast")]
    [InlineData("pw128-128@6", "ChannelsLast", "ChannelsLast", "ChannelsLast")]
    [InlineData("pw256-256@3", "ChannelsLast", "ChannelsLast", "Blocked")]
    public void Convolution_With256BitVectors_IsTheMeasuredWinner(string name, string forward, string data, string weights)
    {
        ConvolutionGeometry g = BenchmarkShapes.Convolutions.Single(c => c.Name == name).Geometry;
        KernelChoices.Convolution(g, ConvolutionDirection.Forward, false).ToString().ShouldBe(forward);
        KernelChoices.Convolution(g, ConvolutionDirection.BackwardData, false).ToString().ShouldBe(data);
        KernelChoices.Convolution(g, ConvolutionDirection.BackwardWeights, false).ToString().ShouldBe(weights);
    }

    [Fact]
    public void Convolution_With512BitVectors_StaysWithOneDnn()
    {
        ConvolutionGeometry g = BenchmarkShapes.Convolutions.Single(c => c.Name == "256-256@8").Geometry;
        KernelChoices.Convolution(g, ConvolutionDirection.Forward, true).ShouldBe(ConvolutionChoice.Blocked);
    }

    [Fact]
    public void MatMul_ByKind_IsTheMeasuredWinner()
    {
        KernelChoices.MatMul(new GemmArguments { M = 256, N = 256, K = 256, Batch = 1, Alpha = 1 }).ShouldBe(MatMulChoice.Sgemm);
        KernelChoices.MatMul(new GemmArguments { M = 256, N = 256, K = 256, Batch = 1, Alpha = 1, Activation = Activation.Relu }).ShouldBe(MatMulChoice.Primitive);
        KernelChoices.MatMul(new GemmArguments { M = 64, N = 10, K = 100, Batch = 1, Alpha = 1, Activation = Activation.Relu }).ShouldBe(MatMulChoice.Sgemm);
        KernelChoices.MatMul(new GemmArguments { M = 32, N = 32, K = 32, Batch = 64, Alpha = 1 }).ShouldBe(MatMulChoice.Primitive);
        KernelChoices.MatMul(new GemmArguments { M = 32, N = 32, K = 32, Batch = 64, Alpha = 0.5f }).ShouldBe(MatMulChoice.Sgemm);
        KernelChoices.MatMul(new GemmArguments { M = 64, N = 10, K = 100, Batch = 1, Alpha = 1, InputType = DType.BFloat16 }).ShouldBe(MatMulChoice.Primitive);
    }
}
