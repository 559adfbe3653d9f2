using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>What is known while a model is lowered: its values as codes so far, the operations, and what stands against it.</summary>
internal sealed class LoweringContext
{
    private const int MostNamed = 3;

    private readonly IReadOnlyDictionary<string, TensorType> _types;
    private readonly Dictionary<string, Coded> _codes = [];
    private readonly HashSet<string> _done = [];
    private readonly HashSet<string> _names = [];
    private readonly List<IIntegerOp> _ops = [];
    private readonly List<(Node Node, string Why)> _refused = [];
    private readonly List<IntegerValue> _inputs = [];

    public LoweringContext(ModelGraph model, LoweringOptions options)
    {
        (Model, Options, Index) = (model, options, new GraphIndex(model));
        _types = ShapeInference.Run(model);
        Constants = new ConstantCodes(model, Index);
        Targets = new TargetScales(model, Index, options, Constants);
    }

    public ModelGraph Model { get; }

    public LoweringOptions Options { get; }

    public GraphIndex Index { get; }

    /// <summary>Weights and other constants.</summary>
    public ConstantCodes Constants { get; }

    /// <summary>Where results go.</summary>
    public TargetScales Targets { get; }

    /// <summary>The dimensions the model gives a value.</summary>
    public Shape ShapeOf(string value) => _types[value].Shape;

    /// <summary>True when an earlier node took this one in.</summary>
    public bool IsDone(Node node) => _done.Contains(node.Name);

    /// <summary>True when all data the node reads are codes or constants; a node that reads what was refused is passed over silently.</summary>
    public bool IsReady(Node node) => node.Inputs.Where(i => i.Length > 0).All(i => _codes.ContainsKey(i) || Constants.IsConstant(i) || Model.Inputs.Any(x => x.Name == i));

    /// <summary>The value as codes, or null for constants and inputs not yet quantized.</summary>
    public Coded? Find(string? value) => value is null ? null : _codes.GetValueOrDefault(value);

    /// <summary>True when a node's output is there and read, or handed out.</summary>
    public bool Uses(Node node, int output) =>
        output < node.Outputs.Length && node.Outputs[output] is { Length: > 0 } name && (Index.Consumers(name).Any() || Model.Outputs.Any(o => o.Name == name));

    /// <summary>Gives a value of the model its codes.</summary>
    public void Set(string value, Coded coded) => _codes[value] = coded;

    /// <summary>Marks a node as taken in by another.</summary>
    public void Done(Node node) => _done.Add(node.Name);

    /// <summary>Adds an operation.</summary>
    public void Add(IIntegerOp op) => _ops.Add(op);

    /// <summary>Notes what cannot be lowered.</summary>
    public void Refuse(Node node, string why) => _refused.Add((node, why));

    /// <summary>A new value with a name of its own.</summary>
    public IntegerValue Value(string name, Shape shape, int bits = 8) => Value(name, shape, bits == 8 ? DType.Int8 : DType.Int16);

    /// <summary>A new value of a type.</summary>
    public IntegerValue Value(string name, Shape shape, DType type) => new(Fresh(name), type, shape);

    /// <summary>A name for an operation or value.</summary>
    public string Fresh(string name)
    {
        string free = name;
        for (int i = 2; !_names.Add(free); i++)
        {
            free = $"{name}.{i}";
        }

        return free;
    }

    /// <summary>The codes of a model's input, which the first QuantizeLinear gives their scale.</summary>
    public Coded Input(string name, CodeScale scale, int bits) => Input(name, scale, bits == 8 ? DType.Int8 : DType.Int16);

    /// <summary>An input of a type.</summary>
    public Coded Input(string name, CodeScale scale, DType type)
    {
        Shape shape = ShapeOf(name);
        bool image = shape.Rank == 4;
        IntegerValue value = Value(name, image ? Layouts.ChannelsLast(shape) : shape, type);
        _inputs.Add(value);
        return new Coded(value, scale, shape, image ? CodeForm.Image : CodeForm.Plain);
    }

    /// <summary>Gives inputs of the model that a node moves before they are quantized the scale they are quantized to behind it.</summary>
    public void QuantizeInputs(Node node)
    {
        foreach (string name in node.Inputs.Where(i => node.OpType != "QuantizeLinear" && Model.Inputs.Any(x => x.Name == i) && Find(i) is null))
        {
            if (Targets.Ahead(name) is var (scale, bits))
            {
                Set(name, Input(name, scale, bits));
            }
            else
            {
                Refuse(node, "reads an input of the network that is not quantized. Quantize the layer.");
            }
        }
    }

    /// <summary>The graph.</summary>
    public IntegerGraph Finish()
    {
        string[] problems = _refused.Count > 0
            ? [.. _refused.GroupBy(r => (r.Node.OpType, r.Why)).Select(g => $"{string.Join(", ", g.Select(r => r.Node.Describe()).Take(MostNamed))}{(g.Count() > MostNamed ? $" and {g.Count() - MostNamed} more" : "")}: {g.Key.Why}")]
            : [.. Model.Outputs.Where(o => !_codes.ContainsKey(o.Name)).Select(o => $"The output '{o.Name}' depends on no quantized input.")];
        if (problems.Length > 0)
        {
            throw new InvalidInputException($"'{Model.Name}' cannot become kernels that are written as C. {string.Join(" ", problems)}");
        }

        Coded[] outputs = [.. Model.Outputs.Select(o => _codes[o.Name]).Select(o => Layouts.Ordered(o, this))];
        IEnumerable<(IntegerValue Value, CodeScale Scale)> scales = outputs.Select(o => (o.Value, o.Scale)).Concat(_codes.Values.Where(c => _inputs.Contains(c.Value)).Select(c => (c.Value, c.Scale)));
        return new IntegerGraph
        {
            Name = Model.Name,
            Inputs = [.. _inputs],
            Outputs = [.. outputs.Select(o => o.Value).Distinct()],
            Ops = [.. _ops],
            Scales = scales.Where(s => s.Value.Type != DType.Float32).DistinctBy(s => s.Value.Name).ToImmutableDictionary(s => s.Value.Name, s => s.Scale),
        }.Verify();
    }
}
