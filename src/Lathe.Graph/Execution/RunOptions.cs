using Lathe.Tensors;

namespace Lathe.Graph.Execution;

/// <summary>How a graph is run.</summary>
public sealed record RunOptions
{
    /// <summary>Batch statistics and dropout as in training.</summary>
    public bool Training { get; init; }

    /// <summary>Randomness of this run.</summary>
    public RandomKey Key { get; init; } = RandomKey.FromSeed(0);

    /// <summary>Joins activations and residual sums with the node before them.</summary>
    public bool Fuse { get; init; } = true;

    /// <summary>Called with every node output; with fusing on, absorbed values are not seen.</summary>
    public Action<Node, string, Tensor>? Observe { get; init; }

    /// <summary>Replaces a graph input before nodes read it (fake quantization, noise); null keeps it.</summary>
    public Func<string, Tensor, Tensor>? Input { get; init; }

    /// <summary>Told the work of every run of a node's body, for readings.</summary>
    internal Action<Node, Ops.OpCost>? BodyCost { get; init; }

    /// <summary>Replaces a node output before it is used (fake quantization, masks, gates); null keeps it.</summary>
    public Func<Node, string, Tensor, Tensor>? Transform { get; init; }

    /// <summary>The values <see cref="Transform"/> changes; the rest may be fused away. When null nothing is fused under a transform.</summary>
    public IReadOnlySet<string>? Watched { get; init; }

    /// <summary>Replaces a parameter when a node reads it (fake-quantized weights, masks).</summary>
    public Func<string, Tensor, Tensor>? Parameter { get; init; }

    /// <summary>Checked between nodes.</summary>
    public CancellationToken Cancellation { get; init; }
}
