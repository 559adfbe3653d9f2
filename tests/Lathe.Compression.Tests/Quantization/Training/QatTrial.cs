using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization.Training;

/// <summary>Runs quantization-aware training and keeps the network with quantizers as it came out of training.</summary>
internal sealed class QatTrial(Trial trial) : IFineTuner
{
    public ModelGraph Start { get; private set; } = null!;

    public ModelGraph Trained { get; private set; } = null!;

    public CompressedModel Result { get; private set; } = null!;

    public int StepsPerEpoch => trial.StepsPerEpoch;

    /// <summary>Runs a method of quantize with settings such as <c>weights=8</c>.</summary>
    public static QatTrial Run(string method, ModelGraph graph, Trial trial, params string[] settings)
    {
        var qat = new QatTrial(trial);
        ITechnique technique = TechniqueCatalog.Find("quantize", method)!;
        Dictionary<string, string> texts = settings.Select(s => s.Split('=')).ToDictionary(s => s[0], s => s[1]);
        qat.Result = technique.Apply(trial.Context with { FineTuner = qat }, new CompressedModel { Graph = graph, Baseline = graph }, technique.Settings.Bind(texts));
        return qat;
    }

    public int Epochs(FitRequest request) => trial.Epochs(request);

    public ModelGraph Fit(ModelGraph graph, FitRequest request)
    {
        Start = graph;
        return Trained = trial.Fit(graph, request);
    }

    public static float[] Outputs(ModelGraph graph, Tensor input)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        return executor.Run(input).ToArray<float>();
    }
}
