namespace Lathe.Hardware.Analytic;

/// <summary>Nodes that a backend runs at once, and what they read, compute and write together.</summary>
public sealed record Kernel
{
    /// <summary>The name of the first node, or of the product.</summary>
    public required string Name { get; init; }

    /// <summary>Its operators joined by +: <c>Conv+Relu</c>.</summary>
    public required string Operators { get; init; }

    /// <summary>The names of its nodes.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The matrix product in it, if any.</summary>
    public ProductShape? Product { get; init; }

    /// <summary>Multiply-accumulates.</summary>
    public required long Macs { get; init; }

    /// <summary>Other arithmetic.</summary>
    public required long OtherOperations { get; init; }

    /// <summary>Values of its constants.</summary>
    public required long WeightElements { get; init; }

    /// <summary>Buffers it reads, by number.</summary>
    public required IReadOnlyList<int> Reads { get; init; }

    /// <summary>Buffers it writes, by number.</summary>
    public required IReadOnlyList<int> Writes { get; init; }

    /// <summary>True when each output value depends on the input values at its own place only: it may write over its input.</summary>
    public required bool IsElementwise { get; init; }
}
