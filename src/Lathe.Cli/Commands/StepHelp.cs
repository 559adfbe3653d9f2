using Lathe.Compression.Techniques;

namespace Lathe.Cli.Commands;

/// <summary>What help says about a step and its settings.</summary>
/// <param name="Kind">The step.</param>
/// <param name="Summary">What the step does.</param>
/// <param name="Example">A command that works.</param>
internal sealed record StepHelp(string Kind, string Summary, string Example)
{
    private static readonly Dictionary<string, StepHelp> s_steps = new()
    {
        ["train"] = new("train", "Train a network and measure it in ONNX Runtime.", "lathe train resnet8 --data fashion-mnist --epochs 3 --crop 2 --flip true"),
        ["prune"] = new("prune", "Remove whole channels, train what is left, and measure both.", "lathe prune runs/first --until macs --to \"50 %\" --epochs 1"),
        ["distill"] = new("distill", "Train a network to follow the baseline of an earlier run.", "lathe distill runs/first --temperature 4 --alpha 0.7 --epochs 2"),
        ["quantize"] = new("quantize", "Compute in 8-bit integers where that pays, and measure both.", "lathe quantize runs/first --mode ptq --calibration mse"),
        ["sparsify"] = new("sparsify", "Set weights to zero, in any pattern, and train the rest.", "lathe sparsify runs/first --method magnitude --sparsity 0.9 --epochs 2"),
        ["factorize"] = new("factorize", "Replace layers by products of smaller ones.", "lathe factorize runs/first --method tucker2 --epochs 1"),
        ["share"] = new("share", "Let weights share few values.", "lathe share runs/first --method kmeans --bits 5"),
        ["compress"] = new("compress", "Write the network as a coded bundle.", "lathe compress runs/first --method bundle"),
        ["adapt"] = new("adapt", "Train small adapters on a frozen network and merge them.", "lathe adapt runs/first --method lora --rank 4 --epochs 1"),
        ["gate"] = new("gate", "Let the network skip channels an input does not need.", "lathe gate runs/first --epochs 2"),
        ["analyze"] = new("analyze", "Look at a network without changing it.", "lathe analyze runs/first --method sensitivity"),
    };

    private static readonly Dictionary<string, string> s_settings = new()
    {
        ["epochs"] = "Passes over the training data.",
        ["batch"] = "Samples in a training step.",
        ["rate"] = "Peak learning rate.",
        ["optimizer"] = "sgd, nesterov, adam, adamw, rmsprop or lamb.",
        ["precision"] = "f32, or bf16 or f16 for mixed precision.",
        ["decay"] = "Weight decay.",
        ["warmup"] = "Share of the steps that warm up.",
        ["smoothing"] = "Label smoothing.",
        ["crop"] = "Pixels of random shift.",
        ["flip"] = "true to mirror at random.",
        ["cutout"] = "Side of a random blank square, in pixels.",
        ["rate-schedule"] = "cosine, constant, step, one-cycle or plateau.",
        ["shift"] = "Largest random shift in time, of series and spectrograms.",
        ["noise"] = "Deviation of random noise.",
        ["mixup"] = "Alpha of mixup, such as 0.2.",
        ["averaging"] = "Decay of a moving average of the weights, such as 0.99.",
        ["patience"] = "Epochs without a better validation score before it stops.",
        ["best"] = "true to keep the weights that validated best.",
        ["micro-batches"] = "Parts a batch is computed in, to save memory.",
        ["method"] = "What says how much a channel matters.",
        ["ratio"] = "Share of the channels to remove.",
        ["until"] = "Prune until a figure: latency, size, macs or accuracy.",
        ["to"] = "The figure to reach, such as \"0.2 ms\", \"60 KB\" or \"50 %\" of the baseline.",
        ["schedule"] = "one-shot or iterative.",
        ["rounds"] = "Rounds of pruning and training.",
        ["multiple"] = "Keep channels in multiples of this.",
        ["keep"] = "Smallest share of its channels a layer keeps.",
        ["global"] = "true to rank all layers together, false for each alone.",
        ["normalize"] = "true to divide the scores of a layer by their mean before layers are compared; what the method needs when absent.",
        ["teacher"] = "Who teaches.",
        ["temperature"] = "Softens the teacher's answers.",
        ["alpha"] = "Weight of the teacher against the labels.",
        ["mode"] = "ptq after training, or qat with training.",
        ["where"] = "faster: only where integers are measured to be faster; all: everywhere.",
        ["calibration"] = "min-max, percentile, entropy, mse or moving-average.",
        ["samples"] = "Validation samples to calibrate with.",
        ["freeze"] = "Last epochs with frozen statistics and scales.",
    };

    public static StepHelp Of(string kind) => s_steps.GetValueOrDefault(kind) ?? new(kind, $"The step {kind} of recipes.", $"lathe {kind} runs/first --method {TechniqueCatalog.Methods(kind).First().Info.Method}");

    /// <summary>What a setting does; where methods mean different things by it, each says so.</summary>
    public string Describe(string setting)
    {
        if (setting == "method")
        {
            return $"{(Kind is "prune" ? s_settings[setting] + " Or a technique: " : "")}{string.Join(", ", TechniqueCatalog.Methods(Kind).Select(t => t.Info.Method))}.";
        }

        string[] meanings = [.. TechniqueCatalog.Methods(Kind).Select(t => (t.Info.Method, Help: t.Settings.Find(setting)?.Help)).Where(t => t.Help is not null).GroupBy(t => t.Help, (help, methods) => $"{help} ({string.Join(", ", methods.Select(m => m.Method))})")];
        string own = s_settings.GetValueOrDefault(setting, "");
        return own.Length == 0 && meanings.Length == 0 ? $"The step's setting '{setting}', as in recipes." : string.Join(' ', meanings.Prepend(own).Where(t => t.Length > 0));
    }
}
