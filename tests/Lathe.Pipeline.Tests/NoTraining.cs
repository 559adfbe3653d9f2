using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Pipeline.Tests;

/// <summary>Leaves every network as it is: for techniques whose own effect is looked at.</summary>
internal sealed class NoTraining : IFineTuner
{
    public int StepsPerEpoch => 1;

    public int Epochs(FitRequest request) => 0;

    public ModelGraph Fit(ModelGraph graph, FitRequest request) => graph;
}
