using System.Globalization;
using System.Reflection;
using Lathe.Hardware.Learned.Regression;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned.Micro;

/// <summary>
/// Cycles of 8-bit networks on microcontrollers, fitted to the published runs of MLPerf Tiny v1.2. Which software will run a network is not known, so
/// the figure is the geometric mean over those that were measured, and the interval holds nine in ten of the runs of boards left out, whichever they ran.
/// </summary>
public sealed class MicroCalibration
{
    private const double Share = 0.9;
    private const string Resource = "micro/mlperf-tiny-v1.2.csv";

    private static readonly Lazy<MicroCalibration> s_published = new(() => new MicroCalibration(Read()));

    private readonly MicroLatency _model;
    private readonly string[] _software;
    private readonly HashSet<string> _cores;
    private readonly double _low, _high;

    private MicroCalibration(IReadOnlyList<MicroRun> runs)
    {
        Runs = runs;
        (_model, _software, _cores) = (MicroLatency.Fit(runs), Software(runs), [.. runs.Select(r => r.Core)]);
        double[] ratios = [.. LeftOut().Select(r => r.Run.Cycles / r.Predicted)];
        (_low, _high) = ResidualInterval.Of(ratios, Share);
        MeanError = ratios.Average(r => Math.Abs((1 / r) - 1));
    }

    /// <summary>The calibration by the published runs.</summary>
    public static MicroCalibration Published => s_published.Value;

    /// <summary>The runs it was fitted to.</summary>
    public IReadOnlyList<MicroRun> Runs { get; }

    /// <summary>The mean absolute relative error on boards left out, their software unknown.</summary>
    public double MeanError { get; }

    /// <summary>What it rests on, in words.</summary>
    public string Basis => FormattableString.Invariant($"cycles fitted to {Runs.Count} published 8-bit runs of MLPerf Tiny v1.2 ({string.Join(", ", Runs.Select(r => r.Board).Distinct())}; {string.Join(", ", _software)}), mean error {MeanError * 100:0.#} % on a board left out, interval of nine in ten");

    /// <summary>True when a board of the core was measured.</summary>
    public bool Knows(string? core) => core is not null && _cores.Contains(core);

    /// <summary>Cycles of one inference.</summary>
    /// <exception cref="InvalidInputException">No board of the core was measured.</exception>
    public Estimate Cycles(string core, MicroWork work)
    {
        double cycles = Knows(core) ? Mean(_model, _software, core, work) : throw new InvalidInputException($"No board with the core '{core}' was measured; measured: {string.Join(", ", _cores)}.");
        return new Estimate(cycles, cycles * _low, cycles * _high);
    }

    /// <summary>Every run with the cycles predicted for it without its board.</summary>
    public IReadOnlyList<(MicroRun Run, double Predicted)> LeftOut() =>
    [
        .. Runs.GroupBy(r => r.Board).SelectMany(board =>
        {
            MicroRun[] others = [.. Runs.Where(r => r.Board != board.Key)];
            MicroLatency model = MicroLatency.Fit(others);
            return board.Select(r => (r, Mean(model, Software(others), r.Core, r.Work)));
        }),
    ];

    private static double Mean(MicroLatency model, string[] software, string core, MicroWork work)
    {
        double[] cycles = [.. software.Select(s => model.Cycles(core, s, work))];
        return cycles.Any(c => c <= 0) ? cycles.Average() : Math.Exp(cycles.Average(Math.Log));
    }

    private static string[] Software(IEnumerable<MicroRun> runs) => [.. runs.Select(r => r.Software).Distinct()];

    private static MicroRun[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1).Select(l => l.Split(',')).Select(Run)];
    }

    private static MicroRun Run(string[] cells)
    {
        double[] n = [.. cells.Skip(4).Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        return new MicroRun(cells[0], cells[1], cells[2], cells[3], new MicroWork(n[0], n[1], n[2]), n[3] * 1e6 / n[4]);
    }
}
