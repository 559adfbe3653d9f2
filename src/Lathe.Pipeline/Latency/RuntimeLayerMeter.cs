using Lathe.Graph;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.OnnxRuntime.Profiling;
using Lathe.Tensors;

namespace Lathe.Pipeline.Latency;

/// <summary>
/// Measures in ONNX Runtime. A visit opens two fresh sessions, one after the other: one without the profiler for the whole, one under it
/// for the time of each kernel; right before and after the runs of each, a small fixed model tells how busy the machine is.
/// </summary>
public sealed class RuntimeLayerMeter : ILayerMeter, IDisposable
{
    private const int WarmUp = 2, FewestRuns = 6, MostRuns = 150, YardstickRuns = 9;
    private const double VisitMilliseconds = 50;
    private const long MostKept = 1L << 30;

    private static readonly LayerTray s_yardstick = LayerTray.Of(new LayerSpec(LayerTemplate.Convolution, 32, 32, 28, 28, 3, 1, 1, 0), new LayerSpec(LayerTemplate.Elementwise, 64, 64, 56, 56, 1, 1, 1, 0));

    private readonly TimeProvider _time;
    private readonly int _threads;
    private readonly IEnergyMeter _energy;
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("lathe-latency-");
    private readonly BoundSession _yardstick;
    private readonly Queue<(string Subject, byte[] Model)> _models = new();
    private readonly Dictionary<string, IReadOnlyList<NetworkKernel>> _kernels = [];

    /// <summary>Prepares the meter.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="threads">Threads inside an operator.</param>
    /// <param name="energy">What power is read from.</param>
    public RuntimeLayerMeter(TimeProvider time, int threads, IEnergyMeter energy)
    {
        (_time, _threads, _energy) = (time, threads, energy);
        _yardstick = new BoundSession(OnnxModel.ToBytes(LayerNetwork.Of(s_yardstick, RandomKey.FromSeed(0))), new OrtSessionOptions { Threads = 1 }, RandomKey.FromSeed(0));
    }

    /// <inheritdoc/>
    public Visit Measure(string subject, int pass, LayerTray tray, CancellationToken cancellation) =>
        Measure(subject, pass, () => LayerNetwork.Of(tray, RandomKey.FromSeed(0).Fold(subject)), cancellation);

    /// <summary>Measures a network at batch 1.</summary>
    public Visit Measure(string subject, int pass, ModelGraph graph, CancellationToken cancellation) => Measure(subject, pass, () => graph, cancellation);

    /// <summary>Unloads the yardstick and deletes the scratch folder.</summary>
    public void Dispose()
    {
        _yardstick.Dispose();
        _scratch.Delete(recursive: true);
    }

    private Visit Measure(string subject, int pass, Func<ModelGraph> graph, CancellationToken cancellation)
    {
        byte[] model = Model(subject, graph);
        (double[] runs, double busy, double? watts) = Whole(model, cancellation);
        (KernelTiming[] kernels, double profiledBusy) = Kernels(subject, model, Quiet(runs), cancellation);
        return new Visit(subject, pass, Quiet(runs), Median(runs), busy, profiledBusy, watts, kernels);
    }

    // Building a tray takes longer than a visit to it; the latest ones are kept.
    private byte[] Model(string subject, Func<ModelGraph> graph)
    {
        byte[]? model = _models.FirstOrDefault(m => m.Subject == subject).Model;
        if (model is null)
        {
            _models.Enqueue((subject, model = OnnxModel.ToBytes(OptimizedNetwork.AtBatchOne(graph()))));
            while (_models.Count > 1 && _models.Sum(m => m.Model.LongLength) > MostKept)
            {
                _models.Dequeue();
            }
        }

        return model;
    }

    private double Yardstick() => Quiet([.. Enumerable.Range(0, YardstickRuns).Select(_ => Once(_yardstick))]);

    private double Once(BoundSession session)
    {
        long start = _time.GetTimestamp();
        session.Run();
        return _time.GetElapsedTime(start).TotalMicroseconds;
    }

    private static int Runs(double wholeMicroseconds) => (int)Math.Clamp(VisitMilliseconds * 1e3 / Math.Max(wholeMicroseconds, 1), FewestRuns, MostRuns);

    private (double[] Runs, double Busy, double? Watts) Whole(byte[] model, CancellationToken cancellation)
    {
        using var session = new BoundSession(model, new OrtSessionOptions { Threads = _threads }, RandomKey.FromSeed(1));
        double last = Enumerable.Range(0, WarmUp).Select(_ => Once(session)).ToArray()[^1];
        double before = Yardstick();
        session.Run();
        IEnergySpan span = _energy.Start();
        double[] times = new double[Runs(last)];
        for (int i = 0; i < times.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            times[i] = Once(session);
        }

        EnergyReading energy = span.Read();
        return (times, Math.Max(before, Yardstick()), energy.Watts > 0 ? energy.Watts : null);
    }

    private (KernelTiming[] Kernels, double Busy) Kernels(string subject, byte[] model, double whole, CancellationToken cancellation)
    {
        string optimized = Path.Combine(_scratch.FullName, "optimized.onnx");
        bool known = _kernels.ContainsKey(subject);
        var options = new OrtSessionOptions { Threads = _threads, ProfilePrefix = Path.Combine(_scratch.FullName, "profile"), OptimizedModelPath = known ? null : optimized };
        string file;
        double busy;
        using (var session = new BoundSession(model, options, RandomKey.FromSeed(1)))
        {
            int runs = Runs(whole);
            for (int i = 0; i < WarmUp - 1; i++)
            {
                session.Run();
            }

            busy = Yardstick();
            for (int i = 0; i <= runs; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                session.Run();
            }

            busy = Math.Max(busy, Yardstick());
            file = session.Session.EndProfiling();
        }

        if (!known)
        {
            _kernels[subject] = OptimizedNetwork.Read(OnnxModel.Parse(model), optimized).Kernels;
        }

        // The session's own first run, the warm-up, and the run behind the yardstick do not count.
        OrtProfile profile = OrtProfile.Read(file, WarmUp + 1);
        File.Delete(file);
        return (ProfiledKernels.Of(_kernels[subject], profile), busy);
    }

    private static double Quiet(double[] values) => LowerQuartile.Of(values);

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
