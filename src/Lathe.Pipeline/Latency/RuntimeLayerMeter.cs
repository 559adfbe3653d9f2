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
/// Measures in ONNX Runtime. A visit opens two fresh sessions: one under the profiler for the time of each kernel, one without for
/// the whole; before and after, a small fixed model tells how busy the machine is.
/// </summary>
public sealed class RuntimeLayerMeter : ILayerMeter, IDisposable
{
    private const int WarmUp = 3, FewestRuns = 10, MostRuns = 80, YardstickRuns = 9;
    private const double VisitMilliseconds = 200;

    private static readonly LayerSpec[] s_yardstick = [new(LayerTemplate.Convolution, 32, 32, 28, 28, 3, 1, 1, 0), new(LayerTemplate.Elementwise, 64, 64, 56, 56, 1, 1, 1, 0)];

    private readonly TimeProvider _time;
    private readonly int _threads;
    private readonly IEnergyMeter _energy;
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("lathe-latency-");
    private readonly BoundSession _yardstick;
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
    public Visit Measure(string subject, int pass, IReadOnlyList<LayerSpec> layers, CancellationToken cancellation) =>
        Measure(subject, pass, LayerNetwork.Of(layers, RandomKey.FromSeed(0).Fold(subject)), cancellation);

    /// <summary>Measures a network at batch 1.</summary>
    public Visit Measure(string subject, int pass, ModelGraph graph, CancellationToken cancellation)
    {
        ModelGraph network = OptimizedNetwork.AtBatchOne(graph);
        byte[] model = OnnxModel.ToBytes(network);
        double before = Yardstick();
        (double whole, double? watts) = Whole(model, cancellation);
        KernelTiming[] kernels = Kernels(subject, network, model, whole, cancellation);
        return new Visit(subject, pass, whole, Math.Max(before, Yardstick()), watts, kernels);
    }

    /// <summary>Unloads the yardstick and deletes the scratch folder.</summary>
    public void Dispose()
    {
        _yardstick.Dispose();
        _scratch.Delete(recursive: true);
    }

    private double Yardstick() => Median([.. Enumerable.Range(0, YardstickRuns).Select(_ => Once(_yardstick))]);

    private double Once(BoundSession session)
    {
        long start = _time.GetTimestamp();
        session.Run();
        return _time.GetElapsedTime(start).TotalMicroseconds;
    }

    private static int Runs(double wholeMicroseconds) => (int)Math.Clamp(VisitMilliseconds * 1e3 / Math.Max(wholeMicroseconds, 1), FewestRuns, MostRuns);

    private (double Microseconds, double? Watts) Whole(byte[] model, CancellationToken cancellation)
    {
        using var session = new BoundSession(model, new OrtSessionOptions { Threads = _threads }, RandomKey.FromSeed(1));
        double last = Enumerable.Range(0, WarmUp).Select(_ => Once(session)).ToArray()[^1];
        IEnergySpan span = _energy.Start();
        double[] times = new double[Runs(last)];
        for (int i = 0; i < times.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            times[i] = Once(session);
        }

        EnergyReading energy = span.Read();
        return (Median(times), energy.Watts > 0 ? energy.Watts : null);
    }

    private KernelTiming[] Kernels(string subject, ModelGraph network, byte[] model, double whole, CancellationToken cancellation)
    {
        string optimized = Path.Combine(_scratch.FullName, "optimized.onnx");
        bool known = _kernels.ContainsKey(subject);
        var options = new OrtSessionOptions { Threads = _threads, ProfilePrefix = Path.Combine(_scratch.FullName, "profile"), OptimizedModelPath = known ? null : optimized };
        string file;
        using (var session = new BoundSession(model, options, RandomKey.FromSeed(1)))
        {
            for (int i = 0; i < WarmUp + Runs(whole); i++)
            {
                cancellation.ThrowIfCancellationRequested();
                session.Run();
            }

            file = session.Session.EndProfiling();
        }

        if (!known)
        {
            _kernels[subject] = OptimizedNetwork.Read(network, optimized).Kernels;
        }

        OrtProfile profile = OrtProfile.Read(file, WarmUp + 1);
        File.Delete(file);
        return Joined(_kernels[subject], profile);
    }

    // Nodes are found again by name; those that the runtime left without a name, by operator in the order they come.
    private static KernelTiming[] Joined(IReadOnlyList<NetworkKernel> kernels, OrtProfile profile)
    {
        ILookup<string, OrtNodeTiming> named = profile.Nodes.ToLookup(n => n.Name);
        HashSet<string> names = [.. kernels.Select(k => k.Name)];
        Dictionary<string, Queue<OrtNodeTiming>> rest = profile.Nodes.Where(n => !names.Contains(n.Name)).GroupBy(n => n.OpType).ToDictionary(g => g.Key, g => new Queue<OrtNodeTiming>(g));
        return [.. kernels.Select(k => new KernelTiming(k.Source, k.Config, Time(k)))];

        double Time(NetworkKernel kernel)
        {
            OrtNodeTiming? timing = named[kernel.Name].FirstOrDefault() ?? (rest.TryGetValue(kernel.Config.Operator.Split('.')[0], out Queue<OrtNodeTiming>? queue) && queue.TryDequeue(out OrtNodeTiming? next) ? next : null);
            return timing?.Microseconds ?? 0;
        }
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
