namespace Lathe.Hardware.Mapping;

/// <summary>The search for one layer under a rule.</summary>
internal sealed class LayerSearch
{
    // Borders counted, about 0.2 us each: the time of a layer.
    private const long MostEvaluations = 1_000_000;

    private readonly SpatialMachine _machine;
    private readonly LoopNest _nest;
    private readonly MappingRule _rule;
    private readonly MappingGoal _goal;
    private readonly MappingModel _model;
    private readonly int[][] _tiles;
    private readonly LoopDimension[][] _orders;
    private readonly List<LoopDimension[]>[] _choices;
    private readonly double[] _least;
    private readonly IReadOnlyList<LoopDimension> _loops = Enum.GetValues<LoopDimension>();
    private ElementPlan _plan = null!;
    private (double First, double Second) _best;
    private MappingCost? _found;
    private LoopMapping? _layout;
    private bool _allBlocks;
    private long _evaluated;

    public LayerSearch(SpatialMachine machine, LoopNest nest, MappingRule rule, MappingGoal goal, MappingCost? start)
    {
        (_machine, _nest, _rule, _goal, _found) = (machine, nest, rule, goal, start);
        _model = new MappingModel(machine, nest);
        _best = start?.Score(goal) ?? MappingScore.Worst;
        _tiles = new int[_model.Top + 2][];
        _orders = new LoopDimension[_model.Top][];
        _choices = [.. Enumerable.Range(0, _model.Top + 1).Select(_ => new List<LoopDimension[]>())];
        _least = [.. Enumerable.Range(0, _model.Top + 1).Select(l => l == 0 ? 0 : _model.Least(l).Picojoules)];
    }

    public MappingResult? Run()
    {
        (List<ElementPlan> plans, bool proven) = new ElementPlans(_model, _nest, _machine, _rule).Find();
        _allBlocks = proven;
        foreach (ElementPlan plan in plans.OrderBy(p => Score(p.Picojoules, p.Cycles)))
        {
            if (_evaluated > MostEvaluations)
            {
                proven = false;
                break;
            }

            if (!MappingScore.IsBetter(Score(plan.Picojoules, plan.Cycles), _best))
            {
                break;
            }

            (_plan, _tiles[0], _tiles[1]) = (plan, plan.Own, plan.Together);
            Fill(1);
        }

        MappingCost? cost = _layout is null ? _found : MappingCost.Of(_layout, _machine);
        return cost is null ? null : new MappingResult(cost, proven, _evaluated);
    }

    // Blocks from the array outwards; the farthest memory holds the layer.
    private void Fill(int level)
    {
        if (level == _model.Top)
        {
            _tiles[level + 1] = _nest.Sizes();
            Order(level, _model.FixedPicojoules, _plan.Steps, 0);
            return;
        }

        new BlockMenu(_model, _nest.Sizes(), _allBlocks).Each(level, _tiles[level], null, _loops, block =>
        {
            _tiles[level + 1] = [.. block];
            Fill(level + 1);
            return _evaluated <= MostEvaluations;
        });
    }

    // Orders from the outermost memory inwards, because a border depends only on what is outside it.
    private void Order(int level, double picojoules, double cycles, double above)
    {
        if (level == 0)
        {
            Keep(picojoules, cycles);
            return;
        }

        double rest = level == 1 ? 0 : _plan.Border;
        for (int l = 2; l < level; l++)
        {
            rest += _least[l];
        }

        LoopOrders.Distinct(_tiles[level], _tiles[level + 1], _choices[level]);
        IReadOnlyList<LoopDimension[]> choices = level == 1 && _rule.FirstOrders is { } first ? first : _choices[level];
        for (int i = 0; i < choices.Count; i++)
        {
            _orders[level - 1] = choices[i];
            _evaluated++;
            (double bytes, double energy) = _model.Border(_tiles, _orders, _plan.Way.Factors, level);
            (double sum, double slowest) = (picojoules + energy, Math.Max(cycles, _model.Cycles(level, bytes + above)));
            if (MappingScore.IsBetter(Score(sum + rest, slowest), _best))
            {
                Order(level - 1, sum, slowest, bytes);
            }
        }
    }

    private void Keep(double picojoules, double cycles)
    {
        if (MappingScore.IsBetter(Score(picojoules, cycles), _best))
        {
            _best = Score(picojoules, cycles);
            _layout = new LoopMapping(_nest, _plan.Way.Rows, _plan.Way.Columns, [.. _tiles.Select(t => t.ToArray())], [.. _orders]);
        }
    }

    private (double First, double Second) Score(double picojoules, double cycles) => MappingScore.Of(_goal, picojoules, cycles);
}
