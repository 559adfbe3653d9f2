using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>Trains for a technique as the settings of its step say.</summary>
internal sealed class StepFineTuner(StepContext context) : IFineTuner
{
    public int StepsPerEpoch => Math.Max(1, context.Data.Train.Count / context.Step.Int("batch", 128));

    public int Epochs(FitRequest request)
    {
        int asked = context.Step.Int("epochs", request.Epochs);
        return asked == 0 ? 0 : context.Quick ? 1 : Math.Max(1, (int)Math.Round(asked * request.EpochShare));
    }

    public ModelGraph Fit(ModelGraph graph, FitRequest request)
    {
        int epochs = Epochs(request);
        return epochs == 0 ? graph : StepTraining.Fit(context, graph, $"{context.Index}-{request.Name}", new TrainingDefaults(request.Epochs, request.Rate)
        {
            Loss = request.Loss,
            Run = request.Run,
            Callbacks = request.Callbacks,
            Groups = request.Groups,
            FreesPatterns = request.FreesPatterns,
            Optimizer = request.Optimizer,
            WeightDecay = request.WeightDecay,
            PhaseEpochs = epochs,
            PhaseRate = request.RateFactor,
        });
    }
}
