using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Analytic;

/// <summary>Small networks to count by hand.</summary>
internal static class Nets
{
    /// <summary>x [3, 8, 8] - conv 3x3 to 4, bn, relu - conv 3x3 to 4, bn - add - relu.</summary>
    public static ModelGraph Residual()
    {
        GraphBuilder net = New(out string x, 3, 8, 8);
        string first = net.ConvBnRelu(x, 4, 3, pad: 1);
        string second = net.BatchNorm(net.Conv(first, 4, 3, pad: 1));
        return net.Build(net.Relu(net.Add(second, first)), "y", "N", 4, 8, 8);
    }

    /// <summary>One 1x1 convolution of 64 channels at 16x16.</summary>
    public static ModelGraph Pointwise(int outputs)
    {
        GraphBuilder net = New(out string x, 64, 16, 16);
        return net.Build(net.Conv(x, outputs, 1, name: "c"), "y", "N", outputs, 16, 16);
    }

    /// <summary>One depthwise 3x3 convolution.</summary>
    public static ModelGraph Depthwise(int channels)
    {
        GraphBuilder net = New(out string x, channels, 16, 16);
        return net.Build(net.Conv(x, channels, 3, pad: 1, groups: channels), "y", "N", channels, 16, 16);
    }

    /// <summary>Two branches of very different size, joined.</summary>
    public static ModelGraph Branches()
    {
        GraphBuilder net = New(out string x, 4, 8, 8);
        string wide = net.Conv(x, 64, 1), other = net.Conv(x, 64, 1);
        string left = net.Conv(wide, 4, 1), right = net.Conv(other, 4, 1);
        return net.Build(net.Concat(left, right), "y", "N", 8, 8, 8);
    }

    private static GraphBuilder New(out string x, int channels, int height, int width)
    {
        var net = new GraphBuilder("net", RandomKey.FromSeed(1));
        x = net.Input("x", DType.Float32, channels, height, width);
        return net;
    }
}
