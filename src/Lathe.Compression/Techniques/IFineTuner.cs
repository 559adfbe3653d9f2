using Lathe.Graph;

namespace Lathe.Compression.Techniques;

/// <summary>Trains for techniques: with the settings of the step, checkpoints and progress.</summary>
public interface IFineTuner
{
    /// <summary>Epochs a request would train.</summary>
    int Epochs(FitRequest request);

    /// <summary>Optimizer steps of an epoch.</summary>
    int StepsPerEpoch { get; }

    /// <summary>Trains; zeros and shared values of the weights are kept unless the request frees them.</summary>
    ModelGraph Fit(ModelGraph graph, FitRequest request);
}
