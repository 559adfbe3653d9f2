namespace Lathe.Hardware.Systolic;

/// <summary>Which operands a product [M, K] x [K, N] asks for in each cycle of each fold, and the order they are fetched in ahead.</summary>
internal sealed class FoldSchedule(SystolicArray array, SystolicLayer layer, SystolicWindows? windows = null)
{
    private readonly int _r = array.Rows, _c = array.Columns, _m = layer.Rows, _k = layer.Depth, _n = layer.Columns;

    private bool IsOutput => array.Dataflow == Dataflow.OutputStationary;

    private bool IsWeight => array.Dataflow == Dataflow.WeightStationary;

    /// <summary>Steps that stream through a fold.</summary>
    public int Steps => IsOutput ? _k : IsWeight ? _m : _n;

    /// <summary>Folds along the rows of the array.</summary>
    public int RowFolds => SystolicLayer.Ceil(IsOutput ? _m : _k, _r);

    /// <summary>Folds along its columns.</summary>
    public int ColumnFolds => SystolicLayer.Ceil(IsInput ? _m : _n, _c);

    /// <summary>Cycles of a fold.</summary>
    public int Length => (IsOutput ? _r : 2 * _r) + _c + Steps - 2;

    private bool IsInput => array.Dataflow == Dataflow.InputStationary;

    /// <summary>All cycles of all folds, in order.</summary>
    public IEnumerable<(int RowFold, int ColumnFold, int Step)> Cycles()
    {
        for (int columnFold = 0; columnFold < ColumnFolds; columnFold++)
        {
            for (int rowFold = 0; rowFold < RowFolds; rowFold++)
            {
                for (int step = 0; step < Length; step++)
                {
                    yield return (rowFold, columnFold, step);
                }
            }
        }
    }

    /// <summary>The inputs of a cycle.</summary>
    public IEnumerable<int> Inputs(int rowFold, int columnFold, int cycle) => IsInput
        ? Resident(cycle, row => Columns(columnFold, column => Input(column, (rowFold * _r) + row)))
        : Skewed(_r, cycle - (IsOutput ? 0 : _r), (lane, step) => IsOutput ? Input((rowFold * _r) + lane, step) : Input(step, (rowFold * _r) + lane));

    /// <summary>The filters of a cycle.</summary>
    public IEnumerable<int> Filters(int rowFold, int columnFold, int cycle) => array.Dataflow switch
    {
        Dataflow.OutputStationary => Skewed(_c, cycle, (lane, step) => Filter(step, (columnFold * _c) + lane)),
        Dataflow.WeightStationary => Resident(cycle, row => Columns(columnFold, column => Filter((rowFold * _r) + row, column))),
        _ => Skewed(_r, cycle - _r, (lane, step) => Filter((rowFold * _r) + lane, step)),
    };

    /// <summary>How many outputs leave in a cycle.</summary>
    public int Outputs(int rowFold, int columnFold, int cycle)
    {
        int first = IsOutput ? _k - 1 : (2 * _r) - 1, height = IsOutput ? _r : Steps, width = Math.Min(_c, (IsInput ? _m : _n) - (columnFold * _c)), used = IsOutput ? Math.Min(_r, _m - (rowFold * _r)) : Steps;
        int count = 0;
        for (int lane = 0; lane < width; lane++)
        {
            int place = cycle - lane - first;
            // Rows leave from the bottom, the unused ones first.
            count += place >= height - used && place < height ? 1 : 0;
        }

        return count;
    }

    /// <summary>The order inputs are fetched in; -1 fills what folds leave over.</summary>
    public IReadOnlyList<int> InputOrder() => array.Dataflow switch
    {
        Dataflow.OutputStationary => Rolled(RowFolds, _k, _r, (fold, step, lane) => Input((fold * _r) + lane, step)),
        Dataflow.WeightStationary => Rolled(RowFolds, _m, _r, (fold, step, lane) => Input(step, (fold * _r) + lane)),
        _ => Straight(ColumnFolds, _k, (fold, step, lane) => Input((fold * _c) + lane, step)),
    };

    /// <summary>The order filters are fetched in.</summary>
    public IReadOnlyList<int> FilterOrder() => array.Dataflow switch
    {
        Dataflow.OutputStationary => Rolled(ColumnFolds, _k, _c, (fold, step, lane) => Filter(step, (fold * _c) + lane)),
        Dataflow.WeightStationary => Straight(ColumnFolds, _k, (fold, step, lane) => Filter(step, (fold * _c) + lane)),
        _ => Rolled(RowFolds, _n, _r, (fold, step, lane) => Filter((fold * _r) + lane, step)),
    };

    private int Input(int row, int depth) => row < _m && depth < _k ? windows?.Address(row, depth) ?? (row * _k) + depth : -1;

    private int Filter(int depth, int column) => depth < _k && column < _n ? (depth * _n) + column : -1;

    // Loaded from the top, the last row first.
    private IEnumerable<int> Resident(int cycle, Func<int, IEnumerable<int>> row) => cycle < _r ? row(_r - 1 - cycle).Where(a => a >= 0) : [];

    private IEnumerable<int> Columns(int fold, Func<int, int> at) => Enumerable.Range(fold * _c, _c).Select(at);

    private IEnumerable<int> Skewed(int lanes, int cycle, Func<int, int, int> at)
    {
        for (int lane = Math.Max(0, cycle - Steps + 1); lane < lanes && lane <= cycle; lane++)
        {
            int address = at(lane, cycle - lane);
            if (address >= 0)
            {
                yield return address;
            }
        }
    }

    // Folds below one another, read along the diagonals, as a skewed array asks for them.
    private static List<int> Rolled(int folds, int steps, int lanes, Func<int, int, int, int> at)
    {
        var order = new List<int>();
        int rows = folds * steps;
        for (int diagonal = 0; diagonal < rows + lanes; diagonal++)
        {
            for (int row = Math.Min(diagonal, rows - 1); row >= Math.Max(0, diagonal - lanes + 1); row--)
            {
                order.Add(at(row / steps, row % steps, diagonal - row));
            }
        }

        return order;
    }

    private List<int> Straight(int folds, int steps, Func<int, int, int, int> at) =>
        [.. Enumerable.Range(0, folds * steps).SelectMany(row => Enumerable.Range(0, _c).Select(lane => at(row / steps, row % steps, lane)))];
}
