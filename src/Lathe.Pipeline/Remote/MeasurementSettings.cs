using Lathe.Hardware.Measurement;

namespace Lathe.Pipeline.Remote;

/// <summary>How models are to be measured.</summary>
public sealed record MeasurementSettings
{
    /// <summary>The size of an open first dimension.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Threads inside an operator.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How latency is measured.</summary>
    public LatencyOptions Latency { get; init; } = new() { Rounds = 20, BudgetMilliseconds = 4_000 };

    /// <summary>True to measure the layers of the first model too.</summary>
    public bool Layers { get; init; }

    /// <summary>True to measure the kernels of the first model at batch 1, as fit-latency does, and nothing else.</summary>
    public bool Kernels { get; init; }

    /// <summary>With <see cref="Kernels"/>: true to measure the machine's rates too.</summary>
    public bool Rates { get; init; }

    /// <summary>Checks all values.</summary>
    /// <exception cref="InvalidInputException">A value is out of range.</exception>
    public void Validate()
    {
        if (Batch is < 1 or > 65_536 || Threads is < 1 or > 1_024)
        {
            throw new InvalidInputException($"Models cannot be measured with batch {Batch} and {Threads} threads: batch goes from 1 to 65536, threads from 1 to 1024.");
        }

        Latency.Validate();
    }
}
