namespace Lathe.Hardware.Learned.Regression;

/// <summary>A regression tree in lists, one place for each node.</summary>
/// <param name="Features">The number a node splits on; -1 in a leaf.</param>
/// <param name="Thresholds">Rows with the number at most this go left.</param>
/// <param name="Children">The node on the left, behind its parent; the one on the right follows it.</param>
/// <param name="Values">The prediction of a leaf.</param>
public sealed record RegressionTree(int[] Features, double[] Thresholds, int[] Children, double[] Values)
{
    /// <summary>The value of the leaf a row falls in.</summary>
    public double Predict(ReadOnlySpan<double> row)
    {
        int node = 0;
        while (Features[node] >= 0)
        {
            node = Children[node] + (row[Features[node]] <= Thresholds[node] ? 0 : 1);
        }

        return Values[node];
    }
}
