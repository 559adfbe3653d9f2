using Lathe.Graph;
using Lathe.Models.Zoo;

namespace Lathe.Models;

/// <summary>Networks by name. Classifiers give logits; softmax belongs to whoever reads them.</summary>
public static class ModelZoo
{
    private static readonly SortedDictionary<string, Func<ModelOptions, ModelGraph>> s_models = new(StringComparer.Ordinal)
    {
        ["lenet-300-100"] = Mlp.LeNet300,
        ["fc-autoencoder"] = Mlp.Autoencoder,
        ["lenet5"] = LeNet5.Build,
        ["resnet8"] = o => ResNet.Tiny(o),
        ["resnet20"] = o => ResNet.Cifar(o, 20),
        ["resnet32"] = o => ResNet.Cifar(o, 32),
        ["resnet44"] = o => ResNet.Cifar(o, 44),
        ["resnet56"] = o => ResNet.Cifar(o, 56),
        ["mobilenetv1"] = MobileNetV1.Build,
        ["ds-cnn"] = DsCnn.Build,
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => s_models.Keys;

    /// <summary>True when a name is known.</summary>
    public static bool Knows(string name) => s_models.ContainsKey(name);

    /// <summary>Builds a network.</summary>
    /// <exception cref="InvalidInputException">No network has this name.</exception>
    public static ModelGraph Create(string name, ModelOptions? options = null) => s_models.TryGetValue(name, out Func<ModelOptions, ModelGraph>? build)
        ? build(options ?? new ModelOptions())
        : throw new InvalidInputException($"There is no model '{name}' in the zoo. Known are {string.Join(", ", Names)}; or give the path of an ONNX file.");
}
