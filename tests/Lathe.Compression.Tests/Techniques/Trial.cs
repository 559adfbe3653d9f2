using Lathe.Compression.Patterns;
using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Techniques;

/// <summary>Runs a technique outside of a run: small made-up images, a plain trainer, and everything it says kept.</summary>
internal sealed class Trial : IFineTuner
{
    /// <summary>Images [1, 12, 12] of four classes, as <see cref="SmallNet"/> takes them.</summary>
    public static Dataset Images { get; } = SyntheticImages.Create(SmallNet.Classes, 1, SmallNet.Size, 480, 160, RandomKey.FromSeed(4));

    public Dataset Data { get; init; } = Images;

    public int Batch { get; init; } = 32;

    /// <summary>The epochs a user would have asked for; null for the technique's own.</summary>
    public int? AskedEpochs { get; init; }

    public RandomKey Key { get; init; } = RandomKey.FromSeed(5);

    public List<TechniqueTable> Tables { get; } = [];

    public List<string> Said { get; } = [];

    public Dictionary<string, ModelGraph> Kept { get; } = [];

    public Dictionary<string, byte[]> Files { get; } = [];

    public int StepsPerEpoch => Data.Train.Count / Batch;

    public TechniqueContext Context => new()
    {
        Data = Data,
        Key = Key,
        FineTuner = this,
        Cost = figure => figure switch { "macs" => new MacsCost(), "size" => new SizeCost(), "energy" => new EnergyCost(), _ => new RooflineCost() },
        Say = Said.Add,
        Report = Tables.Add,
        Keep = (name, graph) => Kept[name] = graph,
        WriteFile = (name, bytes) => Files[name] = bytes.ToArray(),
        Quick = true,
    };

    public int Epochs(FitRequest request) => AskedEpochs ?? request.Epochs;

    public ModelGraph Fit(ModelGraph graph, FitRequest request)
    {
        int epochs = Math.Max(1, (int)Math.Round(Epochs(request) * request.EpochShare));
        WeightPatterns patterns = WeightPatterns.Read(graph);
        return Epochs(request) == 0 ? graph : new Trainer(
            new TrainerOptions
            {
                Epochs = epochs,
                Batch = Batch,
                Rate = request.Rate * request.RateFactor,
                Loss = request.Loss,
                Run = request.Run,
                Callbacks = request.FreesPatterns || patterns.IsEmpty ? request.Callbacks : [.. request.Callbacks, patterns.Keeper()],
                Groups = request.Groups,
                Optimizer = request.Optimizer,
                WeightDecay = request.WeightDecay,
                Key = Key.Fold(request.Name),
            },
            TimeProvider.System).Fit(graph, Data).Graph;
    }

    /// <summary>Runs a technique with options, on a network that is its own baseline.</summary>
    public CompressedModel Run<TOptions>(Technique<TOptions> technique, ModelGraph graph, TOptions options)
        where TOptions : class, new() => technique.Apply(Context, new CompressedModel { Graph = graph, Baseline = graph }, options);

    /// <summary>Trains a network as the start of a test; the same network each time.</summary>
    public ModelGraph Train(ModelGraph graph, int epochs, float rate = 0.05f) => Fit(graph, new FitRequest("start", epochs, rate));
}
