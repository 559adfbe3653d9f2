using Lathe.Training.Data;

namespace Lathe.Training.Losses;

/// <summary>The loss of data when none is named.</summary>
public static class UsualLoss
{
    /// <summary>Mean squared error of real targets, else cross-entropy of the labels.</summary>
    public static ILoss Of(DataSplit data) => data.TargetsEach > 0 ? new MeanSquaredLoss() : new CrossEntropyLoss();
}
