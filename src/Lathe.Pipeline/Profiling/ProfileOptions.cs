using Lathe.Hardware.Measurement;

namespace Lathe.Pipeline.Profiling;

/// <summary>How a model is profiled.</summary>
public sealed record ProfileOptions
{
    /// <summary>The size of an open first dimension.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Threads inside an operator.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How the whole model is measured.</summary>
    public LatencyOptions Latency { get; init; } = new() { Rounds = 20, BudgetMilliseconds = 4_000 };

    /// <summary>Most runs under the profiler.</summary>
    public int Runs { get; init; } = 200;

    /// <summary>Checks all values.</summary>
    /// <exception cref="InvalidInputException">A value is out of range.</exception>
    public void Validate()
    {
        if (Batch < 1 || Threads < 1 || Runs < 1)
        {
            throw new InvalidInputException($"A model cannot be profiled with batch {Batch}, {Threads} threads and {Runs} runs: each must be at least 1.");
        }

        Latency.Validate();
    }
}
