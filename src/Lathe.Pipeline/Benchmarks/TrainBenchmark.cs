using Lathe.Graph.Execution;
using Lathe.Hardware;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Optimizers;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>Times whole training steps in this process: forward, loss, backward, SGD with momentum.</summary>
public sealed class TrainBenchmark(TimeProvider time)
{
    private const int WarmUp = 3;

    /// <summary>Until the compiler has replaced its first, quick code; a peer in native code needs the steps only.</summary>
    private const double WarmUpSeconds = 2;
    private const double MostSeconds = 20;

    /// <summary>Times one network.</summary>
    /// <param name="workload">The network and its data.</param>
    /// <param name="products">Format of the factors of matrix products.</param>
    /// <param name="steps">Steps recorded; fewer if they take over 20 seconds.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public TrainTiming Run(TrainWorkload workload, DType products, int steps, CancellationToken cancellation = default)
    {
        using IDisposable format = ComputeBackend.UseProducts(products);
        using var executor = new GraphExecutor(workload.Build());
        using var optimizer = new Sgd();
        using Tensor input = workload.Input(RandomKey.FromSeed(1)).Outlive(), labels = workload.Labels(RandomKey.FromSeed(2)).Outlive();
        var milliseconds = new List<double>();
        double total = 0;
        for (int step = 0, warm = 0; milliseconds.Count < steps && (total < MostSeconds || milliseconds.Count == 0); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = time.GetTimestamp();
            Step(executor, optimizer, input, labels, RandomKey.FromSeed(step));
            double seconds = time.GetElapsedTime(start).TotalSeconds;
            if (warm < WarmUp || total < WarmUpSeconds)
            {
                warm++;
            }
            else
            {
                milliseconds.Add(seconds * 1e3);
            }

            total += seconds;
        }

        double[] kept = [.. milliseconds.Order()];
        string mode = products == DType.Float32 ? "f32" : "bf16";
        return new TrainTiming(workload.Name, ComputeBackend.Current.Name, mode, workload.Batch, At(kept, 0.5), (At(kept, 0.75) - At(kept, 0.25)) / 2 / At(kept, 0.5), ProcessMemory.Peak());
    }

    private static void Step(GraphExecutor executor, Sgd optimizer, Tensor input, Tensor labels, RandomKey key)
    {
        using TensorScope scope = TensorScope.Begin();
        using (GradientTape tape = GradientTape.Begin())
        {
            tape.Backward(Functions.CrossEntropy(executor.Run(input, new RunOptions { Training = true, Key = key }), labels));
        }

        optimizer.Step(executor.Parameters.Learned, 0.01f);
        executor.Parameters.ClearGradients();
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
}
