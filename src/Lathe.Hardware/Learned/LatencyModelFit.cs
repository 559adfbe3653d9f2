using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;
using Lathe.Hardware.Readings;
using Lathe.Tensors;

namespace Lathe.Hardware.Learned;

/// <summary>A model fitted to profiles, with what each profile was predicted to take when its tray was left out.</summary>
public sealed class LatencyModelFit
{
    private const int Folds = 5, FewestProfiles = 8, FewestChains = 20;

    private readonly Dictionary<(string Subject, int Kernel), double> _left = [];

    private LatencyModelFit(LatencyModel model, IReadOnlyList<SubjectProfile> trays) => (Model, Trays) = (model, trays);

    /// <summary>The model.</summary>
    public LatencyModel Model { get; private set; }

    /// <summary>The trays it was fitted to.</summary>
    public IReadOnlyList<SubjectProfile> Trays { get; }

    /// <summary>Fits.</summary>
    /// <param name="trays">Profiles of trays.</param>
    /// <param name="policy">Which kernels are trusted.</param>
    /// <param name="setting">The machine, the runtime, the threads.</param>
    /// <param name="power">What power was read from and whether it was measured.</param>
    /// <param name="key">Randomness of the trees.</param>
    /// <param name="boost">How trees are boosted; the defaults when null.</param>
    /// <param name="chains">The trays that are chains, and so most like networks.</param>
    /// <exception cref="InvalidInputException">There is nothing to fit.</exception>
    public static LatencyModelFit Run(IReadOnlyList<SubjectProfile> trays, VisitPolicy policy, string setting, (string Basis, bool Measured) power, RandomKey key, BoostOptions? boost = null, IReadOnlySet<string>? chains = null)
    {
        (string Subject, int Kernel, KernelSample Sample)[] rows = [.. trays.SelectMany((t, n) => t.Kernels.Select((k, i) => (k, i)).Where(p => policy.Trusts(p.k)).Select(p => (t.Subject, p.i, new KernelSample(p.k.Config, p.k.Microseconds, n % Folds))))];
        if (rows.Length < FewestProfiles)
        {
            throw new InvalidInputException($"{rows.Length} kernel profiles are too few to fit; at least {FewestProfiles} are needed. Profile more layers.");
        }

        var families = new List<KernelRegressor>();
        var errors = new List<(KernelKind, double, double, double, double)>();
        var left = new Dictionary<(string, int), double>();
        foreach (var family in rows.GroupBy(r => r.Sample.Config.Family).Where(f => f.Count() >= FewestProfiles).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            var members = family.ToArray();
            KernelFit fit = KernelFit.Of(family.Key, [.. members.Select(m => m.Sample)], key.Fold(family.Key), boost ?? new BoostOptions());
            families.Add(fit.Model);
            for (int i = 0; i < members.Length; i++)
            {
                left[(members[i].Subject, members[i].Kernel)] = fit.Used[i];
                errors.Add((members[i].Sample.Config.Kind, Math.Max(members[i].Sample.Microseconds, 0.02), fit.Polynomial[i], fit.Trees[i], fit.Used[i]));
            }
        }

        var composition = Composition.Fit(trays);
        var model = new LatencyModel
        {
            Schema = LatencyModel.CurrentSchema,
            Setting = setting,
            Basis = $"{rows.Length} kernels of {trays.Count} trays of layers profiled here, {families.Count} families, cross-validated in {Folds} folds by tray",
            Families = families,
            Fallback = Fallback([.. rows.Select(r => r.Sample)]),
            Composition = composition,
            Interval = Interval(Representative(trays, chains), composition, left, families.ToDictionary(f => f.Family)),
            Power = PowerModel.Fit([.. trays.Select((t, n) => (t, n)).Where(p => p.t.Watts is not null).Select(p => ((IReadOnlyList<(KernelConfig, double)>)[.. p.t.Kernels.Select(k => (k.Config, k.Microseconds))], p.t.Watts!.Value, p.n % Folds))], power.Basis, power.Measured),
            Errors = LayerErrors.Of(errors),
        };
        var result = new LatencyModelFit(model, trays);
        foreach (KeyValuePair<(string, int), double> entry in left)
        {
            result._left.Add(entry.Key, entry.Value);
        }

        return result;
    }

    /// <summary>
    /// The layers predicted worst when left out: the error of a layer is that of its kernels together, and only errors above a share count.
    /// </summary>
    /// <param name="least">The share.</param>
    public IReadOnlyList<(string Subject, int Layer)> Hard(double least) =>
    [
        .. Trays.SelectMany(t => t.Kernels.Select((k, i) => (t.Subject, k.Layer, Measured: k.Microseconds, Predicted: _left.GetValueOrDefault((t.Subject, i), k.Microseconds))))
            .GroupBy(k => (k.Subject, k.Layer)).Select(g => (g.Key, Error: Math.Abs((g.Sum(k => k.Predicted) / g.Sum(k => k.Measured)) - 1)))
            .Where(g => g.Error > least).OrderByDescending(g => g.Error).Select(g => g.Key),
    ];

    // Intervals are meant for networks: where there are chains enough, what they say counts.
    private static IReadOnlyList<SubjectProfile> Representative(IReadOnlyList<SubjectProfile> trays, IReadOnlySet<string>? chains)
    {
        SubjectProfile[] alike = [.. trays.Where(t => chains?.Contains(t.Subject) == true)];
        return alike.Length >= FewestChains ? alike : trays;
    }

    // Trays whose kernels were predicted without them.
    private static WholeInterval Interval(IReadOnlyList<SubjectProfile> trays, Composition composition, Dictionary<(string, int), double> left, Dictionary<string, KernelRegressor> families) => WholeInterval.Fit(
        [.. trays.Select(t =>
        {
            Estimate[] times = [.. t.Kernels.Select((k, i) => left.TryGetValue((t.Subject, i), out double value) ? families[k.Config.Family].Around(value) : Estimate.Exact(k.Microseconds))];
            return ((IReadOnlyList<(KernelConfig, Estimate)>)[.. t.Kernels.Select((k, i) => (k.Config, composition.Kernel(times[i])))], t.WholeMicroseconds, composition.Whole(times.Select(e => e.Value)));
        })],
        KernelFit.Coverage);

    private static double[] Fallback(IReadOnlyList<KernelSample> samples)
    {
        var moments = new Moments(KernelRegressor.LineTermCount);
        foreach (KernelSample sample in samples)
        {
            double time = Math.Max(sample.Microseconds, 0.02);
            moments.Add([.. KernelRegressor.LineTerms(sample.Config).Select(t => t / time)], 1);
        }

        return Lasso.Fit(moments, 0, nonNegative: true);
    }
}
