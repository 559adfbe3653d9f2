namespace Lathe.OnnxRuntime;

/// <summary>How a session runs.</summary>
public sealed record OrtSessionOptions
{
    /// <summary>Threads inside one operator; 1 for the latencies Lathe reports.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Graph optimization: 0 none, 1 basic, 2 extended, 99 all.</summary>
    public int OptimizationLevel { get; init; } = 99;

    /// <summary>Where to write the optimized model, or null.</summary>
    public string? OptimizedModelPath { get; init; }

    /// <summary>The start of the profile's file name, or null for no profile.</summary>
    public string? ProfilePrefix { get; init; }

    /// <summary>Further entries such as <c>session.intra_op.allow_spinning</c>.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();
}
