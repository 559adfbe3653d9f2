using Lathe.Graph;
using Lathe.Models;

namespace Lathe.Pipeline.Latency;

/// <summary>Zoo networks in widths and resolutions of their own, on which fitted latencies are checked; none is ever profiled for a fit.</summary>
public static class HeldOutZoo
{
    private static readonly (string Model, double Width, int Side, int Classes)[] s_networks =
    [
        ("resnet8", 2, 32, 10), ("mobilenetv1", 0.75, 96, 10), ("mobilenetv2", 1, 96, 100), ("squeezenet", 0.75, 128, 100), ("shufflenetv2", 1, 112, 100),
        ("efficientnet-b0", 0.75, 112, 10), ("resnet20", 1.25, 32, 100), ("densenet-small", 1, 32, 100), ("vgg-small", 0.75, 32, 100), ("ds-cnn", 1.5, 0, 12),
        ("resnet18", 0.75, 96, 100), ("mobilenetv3-small", 1, 192, 1000), ("resnet56", 1, 32, 100), ("mobilenetv2", 0.5, 160, 100), ("squeezenet", 1, 112, 10),
        ("lenet5", 1.5, 0, 10), ("resnet32", 1.5, 32, 10), ("vit-small", 1, 32, 10), ("lenet-300-100", 2, 0, 10), ("efficientnet-b0", 0.5, 160, 1000),
        ("mobilenetv1", 0.25, 192, 1000), ("shufflenetv2", 0.5, 224, 1000), ("resnet44", 0.75, 32, 100), ("fc-autoencoder", 2, 0, 10), ("mobilenetv3-small", 0.5, 128, 10),
    ];

    /// <summary>How many there are.</summary>
    public static int Count => s_networks.Length;

    /// <summary>The first ones: their names, and how to build them.</summary>
    /// <exception cref="InvalidInputException">There are not as many.</exception>
    public static IReadOnlyList<(string Name, Func<ModelGraph> Build)> Take(int count) => count >= 1 && count <= Count
        ? [.. s_networks[..count].Select(n => (Name(n), (Func<ModelGraph>)(() => ModelZoo.Create(n.Model, new ModelOptions { Classes = n.Classes, Width = n.Width, Input = n.Side > 0 ? [3, n.Side, n.Side] : null }))))]
        : throw new InvalidInputException($"{count} held-out networks were asked for; there are 1 to {Count}.");

    private static string Name((string Model, double Width, int Side, int Classes) n) => $"{n.Model}-w{n.Width}{(n.Side > 0 ? $"-{n.Side}" : "")}";
}
