namespace Lathe.Compression.Quantization.Mixed;

/// <summary>The least loss of groups when choices may be mixed in fractions: the cheapest choices, then the upgrades that save the most loss for their cost.</summary>
internal sealed class FractionBound
{
    private readonly double[] _costs;
    private readonly double[] _gains;
    private readonly double _baseLoss;
    private readonly List<(double Cost, double Gain)> _upgrades = [];

    public FractionBound(IEnumerable<IReadOnlyList<BitChoice>> groups)
    {
        foreach (IReadOnlyList<BitChoice> group in groups)
        {
            List<BitChoice> hull = Hull(group);
            LeastCost += hull[0].Cost;
            _baseLoss += hull[0].Loss;
            _upgrades.AddRange(hull.Zip(hull.Skip(1), (a, b) => (b.Cost - a.Cost, a.Loss - b.Loss)));
        }

        _upgrades.Sort((a, b) => (b.Gain * a.Cost).CompareTo(a.Gain * b.Cost));
        (_costs, _gains) = (new double[_upgrades.Count + 1], new double[_upgrades.Count + 1]);
        for (int i = 0; i < _upgrades.Count; i++)
        {
            (_costs[i + 1], _gains[i + 1]) = (_costs[i] + _upgrades[i].Cost, _gains[i] + _upgrades[i].Gain);
        }
    }

    /// <summary>The cost of the cheapest choices.</summary>
    public double LeastCost { get; }

    /// <summary>A bound from below for a limit of at least <see cref="LeastCost"/>.</summary>
    public double LeastLoss(double limit)
    {
        double room = limit - LeastCost;
        int at = Array.BinarySearch(_costs, room);
        at = at >= 0 ? at : ~at - 1;
        double gain = _gains[at] + (at < _upgrades.Count && _upgrades[at].Cost > 0 ? _upgrades[at].Gain * (room - _costs[at]) / _upgrades[at].Cost : 0);
        return Math.Max(0, _baseLoss - gain);
    }

    /// <summary>The loss of one whole choice within the limit: upgrades taken in order as long as they fit.</summary>
    public double WholeChoice(double limit)
    {
        double room = limit - LeastCost, loss = _baseLoss;
        foreach ((double cost, double gain) in _upgrades)
        {
            // Upgrades of a group come in the order of its hull; after one that does not fit, later ones of it must not be taken either.
            if (cost > room)
            {
                break;
            }

            (room, loss) = (room - cost, loss - gain);
        }

        return loss;
    }

    // The lower convex hull of a group's choices, from the cheapest on.
    private static List<BitChoice> Hull(IReadOnlyList<BitChoice> group)
    {
        var hull = new List<BitChoice>();
        foreach (BitChoice choice in group.OrderBy(c => c.Cost).ThenBy(c => c.Loss))
        {
            if (hull.Count > 0 && choice.Loss >= hull[^1].Loss)
            {
                continue;
            }

            while (hull.Count > 1 && (hull[^1].Loss - choice.Loss) * (hull[^1].Cost - hull[^2].Cost) >= (hull[^2].Loss - hull[^1].Loss) * (choice.Cost - hull[^1].Cost))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(choice);
        }

        return hull;
    }
}
