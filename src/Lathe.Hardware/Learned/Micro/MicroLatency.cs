namespace Lathe.Hardware.Learned.Micro;

/// <summary>
/// Cycles of a network on a microcontroller: <c>cycles = f(core) sum_kind c(software, kind) MACs(kind) / s(core)</c>. The nominal speed s is
/// what the core issues (multiply-accumulates a cycle, twice for two instructions at once); the costs c of a kind of layer are fitted
/// to relative errors by a ridge towards one common cost; the factor f of a core is what its boards take beyond that, pulled towards 1.
/// </summary>
public sealed class MicroLatency
{
    private const int Rounds = 5;
    private const double Ridge = 0.005;

    // Cortex-M0+ needs two instructions a product; SMLAD of M4, M7, M33 makes two products at once, M7 beside a load; MVE makes eight.
    private static readonly Dictionary<string, double> s_speeds = new() { ["M0+"] = 0.5, ["M4"] = 2, ["M33"] = 2, ["M7"] = 4, ["M55"] = 8, ["M85"] = 16 };

    private readonly Dictionary<string, double[]> _costs = [];
    private readonly Dictionary<string, double> _factors = [];

    private MicroLatency()
    {
    }

    /// <summary>Fits runs of at least one board.</summary>
    /// <exception cref="InvalidInputException">A core is not known, or there are no runs.</exception>
    public static MicroLatency Fit(IReadOnlyList<MicroRun> runs)
    {
        if (runs.Count == 0)
        {
            throw new InvalidInputException("No measured runs were given to fit; give at least those of one board.");
        }

        var model = new MicroLatency();
        for (int round = 0; round < Rounds; round++)
        {
            foreach (IGrouping<string, MicroRun> software in runs.GroupBy(r => r.Software))
            {
                model._costs[software.Key] = model.Costs([.. software]);
            }

            foreach (IGrouping<string, MicroRun> core in runs.GroupBy(r => r.Core))
            {
                double factor = model._factors.GetValueOrDefault(core.Key, 1);
                double[] beyond = [.. core.GroupBy(r => r.Board).Select(b => b.Average(r => Math.Log(r.Cycles / model.Cycles(r.Core, r.Software, r.Work) * factor)))];
                model._factors[core.Key] = Math.Exp(beyond.Sum() / (beyond.Length + 1));
            }
        }

        return model;
    }

    /// <summary>Cycles of one inference.</summary>
    /// <exception cref="InvalidInputException">The core or the software is not known.</exception>
    public double Cycles(string core, string software, MicroWork work)
    {
        double[] costs = _costs.TryGetValue(software, out double[]? known) ? known : throw new InvalidInputException($"No run of '{software}' was fitted; fitted: {string.Join(", ", _costs.Keys)}.");
        return work.Kinds.Select((macs, kind) => macs * costs[kind]).Sum() * _factors.GetValueOrDefault(core, 1) / Speed(core);
    }

    /// <summary>Each run's relative error when its board is left out of the fit.</summary>
    public static IReadOnlyList<(MicroRun Run, double Error)> LeaveOneBoardOut(IReadOnlyList<MicroRun> runs) =>
    [
        .. runs.GroupBy(r => r.Board).SelectMany(board =>
        {
            MicroLatency model = Fit([.. runs.Where(r => r.Board != board.Key)]);
            return board.Select(r => (r, (model.Cycles(r.Core, r.Software, r.Work) / r.Cycles) - 1));
        }),
    ];

    private static double Speed(string core) => s_speeds.TryGetValue(core, out double speed) ? speed : throw new InvalidInputException($"The core '{core}' is not known; known: {string.Join(", ", s_speeds.Keys)}.");

    // Rows are runs, each divided by its measured cycles, so that the sum of squares is one of relative errors.
    private double[] Costs(MicroRun[] runs)
    {
        double[][] rows = [.. runs.Select(r => r.Work.Kinds.Select(macs => macs * _factors.GetValueOrDefault(r.Core, 1) / Speed(r.Core) / r.Cycles).ToArray())];
        double common = runs.Length / rows.Sum(r => r.Sum());
        int kinds = rows[0].Length;
        double[,] products = new double[kinds, kinds];
        double[] right = new double[kinds];
        for (int i = 0; i < kinds; i++)
        {
            double prior = Ridge * rows.Sum(r => r.Sum()) / (kinds * common);
            products[i, i] = prior;
            right[i] = prior * common;
            foreach (double[] row in rows)
            {
                right[i] += row[i];
                for (int j = 0; j < kinds; j++)
                {
                    products[i, j] += row[i] * row[j];
                }
            }
        }

        return [.. new SymmetricSystem(products).Solve(right).Select(c => Math.Max(c, 0))];
    }
}
