namespace Lathe.Cli.Commands;

/// <summary>What help says about a step and its settings.</summary>
/// <param name="Summary">What the step does.</param>
/// <param name="Example">A command that works.</param>
internal sealed record StepHelp(string Summary, string Example)
{
    private static readonly Dictionary<string, StepHelp> s_steps = new()
    {
        ["train"] = new("Train a network and measure it in ONNX Runtime.", "lathe train resnet8 --data fashion-mnist --epochs 3 --crop 2 --flip true"),
        ["prune"] = new("Remove whole channels, train what is left, and measure both.", "lathe prune runs/first --until macs --to \"50 %\" --epochs 1"),
        ["distill"] = new("Train a network to follow the baseline of an earlier run.", "lathe distill runs/first --temperature 4 --alpha 0.7 --epochs 2"),
        ["quantize"] = new("Compute in 8-bit integers where that pays, and measure both.", "lathe quantize runs/first --mode ptq --calibration mse"),
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
        ["method"] = "What says how much a channel matters: taylor, l1, l2, batchnorm or random.",
        ["ratio"] = "Share of the channels to remove.",
        ["until"] = "Prune until a figure: latency, size, macs or accuracy.",
        ["to"] = "The figure to reach, such as \"0.2 ms\", \"60 KB\" or \"50 %\" of the baseline.",
        ["schedule"] = "one-shot or iterative.",
        ["rounds"] = "Rounds of pruning and training.",
        ["multiple"] = "Keep channels in multiples of this.",
        ["keep"] = "Smallest share of its channels a layer keeps.",
        ["global"] = "true to rank all layers together, false for each alone.",
        ["teacher"] = "Who teaches: baseline.",
        ["temperature"] = "Softens the teacher's answers.",
        ["alpha"] = "Weight of the teacher against the labels.",
        ["mode"] = "ptq after training, or qat with training.",
        ["where"] = "faster: only where integers are measured to be faster; all: everywhere.",
        ["calibration"] = "min-max, percentile, entropy or mse.",
        ["samples"] = "Validation samples to calibrate with.",
        ["freeze"] = "Last epochs with frozen statistics and scales.",
    };

    public static StepHelp Of(string kind) => s_steps[kind];

    public string Describe(string setting) => s_settings.GetValueOrDefault(setting, $"The step's setting '{setting}', as in recipes.");
}
