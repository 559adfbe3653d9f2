using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops;

/// <summary>What a node sees when it runs.</summary>
public sealed class ForwardContext
{
    private readonly Func<string, Tensor?> _values;

    internal ForwardContext(Node node, Func<string, Tensor?> values, bool training, RandomKey key)
    {
        Node = node;
        _values = values;
        Training = training;
        Key = key;
    }

    /// <summary>The node.</summary>
    public Node Node { get; }

    /// <summary>Its attributes.</summary>
    public AttributeMap Attributes => Node.Attributes;

    /// <summary>True in training: batch statistics, dropout.</summary>
    public bool Training { get; }

    /// <summary>Randomness of this node in this step.</summary>
    public RandomKey Key { get; }

    /// <summary>An activation to apply to the result.</summary>
    public Activation Activation { get; init; }

    /// <summary>A tensor to add before the activation, or null.</summary>
    public Tensor? Residual { get; init; }

    /// <summary>Told the work of every body that is run; null when nobody asks.</summary>
    internal Action<OpCost>? BodyCost { get; init; }

    /// <summary>The number of inputs, absent ones included.</summary>
    public int InputCount => Node.Inputs.Length;

    /// <summary>A required input.</summary>
    public Tensor Input(int index) => Optional(index) ?? throw new InvalidInputException($"{Node.Describe()} lacks its input {index}.");

    /// <summary>An optional input, or null.</summary>
    public Tensor? Optional(int index) => Node.Input(index) is { } name ? Value(name) : null;

    /// <summary>All present inputs.</summary>
    public Tensor[] Inputs() => [.. Node.Inputs.Where(i => i.Length > 0).Select(Value)];

    /// <summary>An integer input as numbers, or null when absent.</summary>
    public long[]? Integers(int index) => Optional(index) is { } tensor ? TensorData.From(tensor).ToIntegers() : null;

    /// <summary>A floating-point input as numbers, or null when absent.</summary>
    public float[]? Floats(int index) => Optional(index) is { } tensor ? TensorData.From(tensor).ToFloats() : null;

    /// <summary>A value of the graph, outer ones included (for subgraphs).</summary>
    public Tensor Value(string name) => _values(name) ?? throw new InvalidInputException($"{Node.Describe()} reads '{name}', which has no value.");

    /// <summary>Runs a subgraph with inputs by position; it sees this node's surroundings.</summary>
    public Tensor[] RunBody(ModelGraph body, params Tensor[] inputs) => Execution.BodyRunner.Run(body, inputs, _values, Training, Key, BodyCost);
}
