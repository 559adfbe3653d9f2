namespace Lathe.Hardware.Systolic;

/// <summary>
/// Cycles and traffic of a layer on a systolic array (SCALE-Sim; Samajdar et al., ISPASS 2020), in closed form and allocation-free. With the
/// array R x C, the operand that stays laid over it in <c>ceil(Sr / R) ceil(Sc / C)</c> folds, and T steps a fold:
/// the paper takes <c>2R + C + T - 2</c> cycles a fold for every dataflow; cycle by cycle the fold of OS is R shorter, because its sums leave
/// while the next operands enter, and the count is the number of the last cycle, one less than how many there are.
/// </summary>
public static class SystolicModel
{
    /// <summary>Evaluates a layer.</summary>
    public static SystolicCost Evaluate(SystolicArray array, SystolicLayer layer) => Evaluate(array.Rows, array.Columns, array.Dataflow, layer);

    /// <summary>Evaluates a layer on an array of given size.</summary>
    public static SystolicCost Evaluate(int arrayRows, int arrayColumns, Dataflow dataflow, SystolicLayer layer)
    {
        (long m, long k, long n) = (layer.Rows, layer.Depth, layer.Columns);
        (long spatialRows, long spatialColumns, long steps) = dataflow switch
        {
            Dataflow.OutputStationary => (m, n, k),
            Dataflow.WeightStationary => (k, n, m),
            _ => (k, m, n),
        };
        long rowFolds = Ceil(spatialRows, arrayRows), columnFolds = Ceil(spatialColumns, arrayColumns), folds = rowFolds * columnFolds;
        long paperFold = (2L * arrayRows) + arrayColumns + steps - 2;
        long fold = dataflow == Dataflow.OutputStationary ? paperFold - arrayRows : paperFold;
        long groups = layer.Groups, cells = (long)arrayRows * arrayColumns;
        (long inputs, long filters, long outputs) = dataflow switch
        {
            Dataflow.OutputStationary => (m * k * columnFolds, k * n * rowFolds, m * n),
            Dataflow.WeightStationary => (m * k * columnFolds, k * n, m * n * rowFolds),
            _ => (m * k, k * n * columnFolds, m * n * rowFolds),
        };
        long cycles = (fold * folds * groups) - 1;
        double mapping = (double)spatialRows * spatialColumns / (folds * cells);
        // The report adds the skew of the columns to a fold that already has it, except under OS.
        long reportedFold = dataflow == Dataflow.OutputStationary ? fold : fold + arrayColumns - 1;
        long extra = dataflow == Dataflow.OutputStationary ? folds * (arrayRows + arrayColumns) : 0;
        return new SystolicCost(
            cycles,
            paperFold * folds * groups,
            inputs * groups,
            filters * groups,
            outputs * groups,
            (outputs + extra) * groups,
            layer.Macs / ((double)cycles * cells),
            mapping,
            mapping * steps / reportedFold);
    }

    private static long Ceil(long value, long by) => (value + by - 1) / by;
}
