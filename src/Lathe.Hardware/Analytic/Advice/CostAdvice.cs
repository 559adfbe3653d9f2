namespace Lathe.Hardware.Analytic.Advice;

/// <summary>A change of one layer, and what it would save; had by costing the changed layer anew.</summary>
public sealed record CostAdvice
{
    /// <summary>The layer, or the network for what concerns all of it.</summary>
    public required string Layer { get; init; }

    /// <summary>What to do.</summary>
    public required string Change { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Evidence { get; init; }

    /// <summary>Seconds of the layer as it is.</summary>
    public required double SecondsBefore { get; init; }

    /// <summary>Seconds of the changed layer.</summary>
    public required double SecondsAfter { get; init; }

    /// <summary>Joules of the layer as it is.</summary>
    public required double JoulesBefore { get; init; }

    /// <summary>Joules of the changed layer.</summary>
    public required double JoulesAfter { get; init; }

    /// <summary>Seconds of the whole network as it is.</summary>
    public required double NetworkSeconds { get; init; }

    /// <summary>Seconds saved.</summary>
    public double SecondsSaved => SecondsBefore - SecondsAfter;

    /// <summary>The share of the layer's time that is saved, 0 to 1.</summary>
    public double ShareOfLayer => SecondsSaved / SecondsBefore;

    /// <summary>The share of the network's time that is saved, 0 to 1.</summary>
    public double ShareOfNetwork => SecondsSaved / NetworkSeconds;

    /// <summary>The advice with its evidence, in a sentence.</summary>
    public string Text => FormattableString.Invariant($"{Layer} {Evidence}: {Change} saves {100 * ShareOfLayer:0.#} % of its time ({Times()}){Energy}, {100 * ShareOfNetwork:0.#} % of the network's.");

    private string Energy => JoulesAfter < 0.99 * JoulesBefore ? FormattableString.Invariant($" and {100 * (JoulesBefore - JoulesAfter) / JoulesBefore:0.#} % of its energy") : "";

    // Microseconds of a microcontroller's layers have too many digits to compare.
    private string Times() => SecondsBefore >= 0.01
        ? FormattableString.Invariant($"{SecondsBefore * 1e3:0.##} -> {SecondsAfter * 1e3:0.##} ms")
        : FormattableString.Invariant($"{SecondsBefore * 1e6:0.##} -> {SecondsAfter * 1e6:0.##} us");
}
