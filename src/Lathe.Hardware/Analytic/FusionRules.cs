namespace Lathe.Hardware.Analytic;

/// <summary>Which neighbouring operators a backend runs as one kernel, so that the tensors between them never reach memory.</summary>
public sealed record FusionRules
{
    private static readonly HashSet<string> s_simple = ["Relu", "Clip"];
    private static readonly HashSet<string> s_common = [.. s_simple, "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid"];
    private static readonly HashSet<string> s_all = [.. s_common, "HardSwish", "Gelu", "Elu", "Selu", "Celu", "PRelu", "Softplus", "Softsign", "Mish", "Erf", "Sqrt", "Exp", "Neg", "Abs", "Mul", "Sub", "Div", "Cast"];

    private static readonly FusionRules[] s_backends =
    [
        new() { Backend = "none" },
        new() { Backend = "onnxruntime", FoldsNormalization = true, FusesAdd = true, Epilogues = s_common },
        new() { Backend = "cmsis-nn", FoldsNormalization = true, FusesPadding = true, Epilogues = s_simple },
        new() { Backend = "npu", FoldsNormalization = true, FusesAdd = true, FusesPadding = true, Epilogues = s_common },
        new() { Backend = "tensorrt", FoldsNormalization = true, FusesAdd = true, FusesPadding = true, FusesChains = true, Epilogues = s_all },
        new() { Backend = "metal", FoldsNormalization = true, FusesAdd = true, FusesChains = true, Epilogues = s_all },
    ];

    /// <summary>The name of the backend.</summary>
    public required string Backend { get; init; }

    /// <summary>True when batch normalization is folded into the convolution before it.</summary>
    public bool FoldsNormalization { get; init; }

    /// <summary>True when a residual addition runs in the product that comes last to it.</summary>
    public bool FusesAdd { get; init; }

    /// <summary>True when zeros at the border are made by the convolution that reads them.</summary>
    public bool FusesPadding { get; init; }

    /// <summary>True when elementwise operators in a row are one kernel even without a product before them.</summary>
    public bool FusesChains { get; init; }

    /// <summary>Elementwise operators that may follow a product in its kernel.</summary>
    public IReadOnlySet<string> Epilogues { get; init; } = new HashSet<string>();

    /// <summary>The names of the backends.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_backends.Select(b => b.Backend)];

    /// <summary>The rules of a backend.</summary>
    /// <exception cref="InvalidInputException">No such backend.</exception>
    public static FusionRules Of(string backend) => s_backends.FirstOrDefault(b => b.Backend == backend) ?? throw new InvalidInputException($"There is no backend '{backend}'. Known: {string.Join(", ", Names)}.");
}
