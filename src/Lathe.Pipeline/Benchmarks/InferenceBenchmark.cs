using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Rewriting;
using Lathe.Hardware;
using Lathe.Hardware.Measurement;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>Latency of zoo networks in our executor, in ONNX Runtime, and in ONNX Runtime as INT8, in interleaved rounds.</summary>
public sealed class InferenceBenchmark(TimeProvider time)
{
    private const int CalibrationBatches = 4;

    /// <summary>Measures one network.</summary>
    /// <param name="model">A zoo name.</param>
    /// <param name="batch">Samples a run.</param>
    /// <param name="options">How often; the meter's defaults when null.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public InferenceComparison Run(string model, int batch, LatencyOptions? options = null, CancellationToken cancellation = default)
    {
        using TensorScope scope = TensorScope.Begin();
        ModelGraph graph = StandardPasses.PrepareForInference.Run(ModelZoo.Create(model));
        ModelGraph quantized = StaticQuantizer.Quantize(graph, Enumerable.Range(0, CalibrationBatches).Select(i => RandomInputs.Make(graph, batch, RandomKey.FromSeed(i))), new QuantizeOptions { WeightLimit = MachineDescription.Detect().HasIntegerDotProducts ? 127 : 63 });
        Dictionary<string, Tensor> inputs = RandomInputs.Make(graph, batch, RandomKey.FromSeed(99));
        using var executor = new GraphExecutor(graph);
        using var runtime = new BoundModel(OnnxModel.ToBytes(graph), inputs);
        using var integers = new BoundModel(OnnxModel.ToBytes(quantized), inputs);
        IReadOnlyList<LatencyResult> results = new LatencyMeter(time).Measure([("lathe", () => Forward(executor, inputs)), ("onnxruntime", runtime.Run), ("onnxruntime int8", integers.Run)], options, cancellation);
        RandomKey key = RandomKey.FromSeed(0);
        return new InferenceComparison(model, batch, results[0], results[1], results[2], LatencyComparison.Of(results[1], results[0], key), LatencyComparison.Of(results[1], results[2], key));
    }

    private static void Forward(GraphExecutor executor, Dictionary<string, Tensor> inputs)
    {
        using TensorScope scope = TensorScope.Begin();
        executor.Run(inputs);
    }

    /// <summary>A session on as many threads as our kernels have, its inputs and outputs bound once.</summary>
    private sealed class BoundModel : IDisposable
    {
        private readonly OrtSession _session;
        private readonly OrtBinding _binding;

        public BoundModel(byte[] model, Dictionary<string, Tensor> inputs)
        {
            _session = OrtSession.Open(model, new OrtSessionOptions { Threads = ComputeBackend.Current.Threads.Count });
            _binding = new OrtBinding(_session);
            var values = _session.Inputs.ToDictionary(i => i.Name, i => ModelComparison.ToValue(inputs[i.Name]));
            IReadOnlyDictionary<string, OrtValue> outputs = _session.Run(values);
            foreach ((string name, OrtValue value) in values)
            {
                _binding.Input(name, value);
            }

            foreach ((string name, OrtValue value) in outputs)
            {
                _binding.Output(name, value);
            }
        }

        public void Run() => _binding.Run();

        public void Dispose()
        {
            _binding.Dispose();
            _session.Dispose();
        }
    }
}
