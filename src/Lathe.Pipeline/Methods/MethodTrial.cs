using Lathe.Pipeline.Reproductions;

namespace Lathe.Pipeline.Methods;

/// <summary>A network on which every method is tried.</summary>
/// <param name="Title">As tables write it.</param>
/// <param name="Model">A zoo name, or a file of the shared data.</param>
/// <param name="Data">The data set.</param>
/// <param name="Start">Settings of the training that comes before every method.</param>
/// <param name="Settings">Settings of training within methods.</param>
/// <param name="Last">True for the one that only methods are tried on that found nothing to do in the others.</param>
internal sealed record MethodTrial(string Title, string Model, string Data, string Start, string Settings, bool Last = false)
{
    /// <summary>A residual network that others trained, a small network of depthwise layers that is trained here, and one with attention and embeddings.</summary>
    public static IReadOnlyList<MethodTrial> All { get; } =
    [
        new("ResNet-20, CIFAR-10 (JPEG copy)", "onnx/resnet20_cifar10.onnx", "cifar10-jpeg", "epochs: 1, rate: 0.01, crop: 4, flip: true", "epochs: 1, crop: 4, flip: true"),
        new("DS-CNN, Free Spoken Digits", "ds-cnn", "fsdd", "epochs: 15, batch: 32, rate: 0.05, shift: 4", "epochs: 3, batch: 32, shift: 4"),
        new("Transformer encoder, Reuters R8", "transformer-encoder", "reuters-r8", "epochs: 4, batch: 32, optimizer: adam, rate: 0.001", "epochs: 1, batch: 32, optimizer: adam, rate: 0.0005", Last: true),
    ];

    /// <summary>What a recipe calls the network.</summary>
    public string File => Model.EndsWith(".onnx", StringComparison.Ordinal) ? ReproductionContext.DataFile(Model.Split('/')) : Model;

    /// <summary>A name for folders.</summary>
    public string Key => Path.GetFileNameWithoutExtension(Model).Split('_')[0];
}
