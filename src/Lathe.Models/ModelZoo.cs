using Lathe.Graph;
using Lathe.Models.Zoo;

namespace Lathe.Models;

/// <summary>Networks by name. Classifiers give logits; softmax belongs to whoever reads them.</summary>
public static class ModelZoo
{
    private static readonly SortedDictionary<string, (Func<ModelOptions, ModelGraph> Build, ModelOptions Published)> s_models = new(StringComparer.Ordinal)
    {
        ["lenet-300-100"] = (Mlp.LeNet300, new()),
        ["lfc"] = (Mlp.Lfc, new()),
        ["fc-autoencoder"] = (Mlp.Autoencoder, new()),
        ["lenet5"] = (LeNet5.Build, new()),
        ["vgg-small"] = (Vgg.Small, new()),
        ["resnet8"] = (ResNet.Tiny, new()),
        ["resnet18"] = (ResNet18.Build, new() { Classes = 1000 }),
        ["resnet20"] = (o => ResNet.Cifar(o, 20), new()),
        ["resnet32"] = (o => ResNet.Cifar(o, 32), new()),
        ["resnet44"] = (o => ResNet.Cifar(o, 44), new()),
        ["resnet56"] = (o => ResNet.Cifar(o, 56), new()),
        ["squeezenet"] = (SqueezeNet.Build, new() { Classes = 1000 }),
        ["mobilenetv1"] = (MobileNetV1.Build, new() { Classes = 2, Width = 0.25 }),
        ["mobilenetv2"] = (MobileNetV2.Build, new() { Classes = 1000 }),
        ["mobilenetv3-small"] = (MobileNetV3.Small, new() { Classes = 1000 }),
        ["shufflenetv2"] = (ShuffleNetV2.Build, new() { Classes = 1000 }),
        ["efficientnet-b0"] = (EfficientNet.Build, new() { Classes = 1000 }),
        ["densenet-small"] = (DenseNet.Small, new()),
        ["ds-cnn"] = (DsCnn.Build, new() { Classes = 12 }),
        ["lstm-lm"] = (LanguageModel.Build, new()),
        ["text-cnn"] = (TextCnn.Build, new() { Classes = 4 }),
        ["transformer-encoder"] = (Transformers.Encoder, new() { Classes = 4 }),
        ["vit-small"] = (Transformers.Vision, new()),
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => s_models.Keys;

    /// <summary>True when a name is known.</summary>
    public static bool Knows(string name) => s_models.ContainsKey(name);

    /// <summary>The setting a network is known by: classes and width of its paper or of MLPerf Tiny.</summary>
    /// <exception cref="InvalidInputException">No network has this name.</exception>
    public static ModelOptions Published(string name) => Find(name).Published;

    /// <summary>Builds a network; without options in its published setting.</summary>
    /// <exception cref="InvalidInputException">No network has this name.</exception>
    public static ModelGraph Create(string name, ModelOptions? options = null) => Find(name).Build(options ?? Published(name));

    private static (Func<ModelOptions, ModelGraph> Build, ModelOptions Published) Find(string name) => s_models.TryGetValue(name, out (Func<ModelOptions, ModelGraph>, ModelOptions) entry)
        ? entry
        : throw new InvalidInputException($"There is no model '{name}' in the zoo. Known are {string.Join(", ", Names)}; or give the path of an ONNX file.");
}
