using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Models;

/// <summary>Builds networks layer by layer with initialised parameters; values are names, channel counts are tracked.</summary>
public sealed partial class GraphBuilder
{
    private readonly GraphEditor _editor;
    private readonly RandomKey _key;
    private readonly Dictionary<string, int> _channels = [];
    private int _draws;

    /// <summary>Starts a network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="key">Randomness of the initial weights.</param>
    public GraphBuilder(string name, RandomKey key)
    {
        _editor = new GraphEditor(name);
        _key = key;
    }

    /// <summary>The editor underneath, for what has no method here.</summary>
    public GraphEditor Editor => _editor;

    /// <summary>An input with an open batch dimension N.</summary>
    public string Input(string name, DType type, params int[] sample)
    {
        _editor.Inputs.Add(new ValueInfo(_editor.Fresh(name), type, ["N", .. sample.Select(d => (Dimension)d)]));
        _channels[name] = sample.Length > 0 ? sample[0] : 1;
        return name;
    }

    /// <summary>The channels of a value.</summary>
    public int Channels(string value) => _channels[value];

    /// <summary>Convolution with square or given kernel; He-normal weights (He et al. 2015).</summary>
    public string Conv(string x, int outputs, (int Height, int Width) kernel, (int Height, int Width) stride, (int Top, int Left, int Bottom, int Right) pad, bool bias = false, int groups = 1, string? name = null)
    {
        int inputs = Channels(x) / groups;
        name = _editor.Fresh(name ?? "conv");
        string w = Weights(name + ".weight", new Shape(outputs, inputs, kernel.Height, kernel.Width), Math.Sqrt(2.0 / (inputs * kernel.Height * kernel.Width)));
        AttributeMap attributes = AttributeMap.Empty.With("kernel_shape", new[] { kernel.Height, kernel.Width }).With("strides", new[] { stride.Height, stride.Width })
            .With("pads", new[] { pad.Top, pad.Left, pad.Bottom, pad.Right }).With("group", groups);
        string[] readers = bias ? [x, w, Constant(name + ".bias", new Shape(outputs), 0)] : [x, w];
        return Node("Conv", readers, attributes, outputs, name);
    }

    /// <summary>Square convolution.</summary>
    public string Conv(string x, int outputs, int kernel, int stride = 1, int? pad = null, bool bias = false, int groups = 1, string? name = null)
    {
        int p = pad ?? (kernel - 1) / 2;
        return Conv(x, outputs, (kernel, kernel), (stride, stride), (p, p, p, p), bias, groups, name);
    }

    /// <summary>Batch normalisation.</summary>
    public string BatchNorm(string x, string? name = null)
    {
        int channels = Channels(x);
        name = _editor.Fresh(name ?? "bn");
        var shape = new Shape(channels);
        string[] inputs = [x, Constant(name + ".scale", shape, 1), Constant(name + ".shift", shape, 0), Constant(name + ".mean", shape, 0), Constant(name + ".variance", shape, 1)];
        return Node("BatchNormalization", inputs, AttributeMap.Empty.With("epsilon", 1e-5f).With("momentum", 0.9f), channels, name);
    }

    /// <summary>Rectifier.</summary>
    public string Relu(string x) => Node("Relu", [x], AttributeMap.Empty, Channels(x));

    /// <summary>Rectifier limited at 6.</summary>
    public string Relu6(string x) => Node("Clip", [x, Scalar("zero", 0), Scalar("six", 6)], AttributeMap.Empty, Channels(x));

    /// <summary>Convolution, batch normalisation, rectifier.</summary>
    public string ConvBnRelu(string x, int outputs, int kernel, int stride = 1, int? pad = null, int groups = 1, string? name = null) =>
        Relu(BatchNorm(Conv(x, outputs, kernel, stride, pad, groups: groups, name: name), name is null ? null : name + "/bn"));

    /// <summary>Any node of one output that keeps the channels of its first input.</summary>
    public string Apply(string op, AttributeMap? attributes, params string[] inputs) => Node(op, inputs, attributes ?? AttributeMap.Empty, Channels(inputs[0]));

    /// <summary>Sum.</summary>
    public string Add(string a, string b) => Node("Add", [a, b], AttributeMap.Empty, Channels(a));

    /// <summary>Joins along channels.</summary>
    public string Concat(params string[] inputs) => Node("Concat", inputs, AttributeMap.Empty.With("axis", 1), inputs.Sum(Channels));

    /// <summary>Max pooling.</summary>
    public string MaxPool(string x, int kernel, int stride, int pad = 0) => Pool("MaxPool", x, kernel, stride, pad);

    /// <summary>Average pooling.</summary>
    public string AveragePool(string x, int kernel, int stride, int pad = 0) => Pool("AveragePool", x, kernel, stride, pad);

    /// <summary>Mean over space, then flattened to [N, C].</summary>
    public string GlobalAveragePool(string x)
    {
        string pooled = Node("GlobalAveragePool", [x], AttributeMap.Empty, Channels(x));
        return Flatten(pooled, Channels(x));
    }

    /// <summary>Flattens to [N, features].</summary>
    public string Flatten(string x, int features) => Node("Flatten", [x], AttributeMap.Empty.With("axis", 1), features);

    /// <summary>Values held in [-1, 1].</summary>
    public string HardTanh(string x) => Node("Clip", [x, Scalar("minus-one", -1), Scalar("one", 1)], AttributeMap.Empty, Channels(x));

    /// <summary>Dense layer, with bias unless a normalisation follows.</summary>
    public string Linear(string x, int outputs, string? name = null, bool bias = true)
    {
        int inputs = Channels(x);
        name = _editor.Fresh(name ?? "fc");
        string w = Weights(name + ".weight", new Shape(outputs, inputs), Math.Sqrt(2.0 / inputs));
        string[] readers = bias ? [x, w, Constant(name + ".bias", new Shape(outputs), 0)] : [x, w];
        return Node("Gemm", readers, AttributeMap.Empty.With("transB", 1), outputs, name);
    }

    /// <summary>A learned tensor with normal values.</summary>
    public string Weights(string name, Shape shape, double deviation)
    {
        float[] values = new float[shape.Count];
        _key.Fold((ulong)_draws++).FillNormal(values, 0, (float)deviation);
        return _editor.AddParameter(name, TensorData.From<float>(values, shape));
    }

    /// <summary>A tensor of one value.</summary>
    public string Constant(string name, Shape shape, float value)
    {
        float[] values = new float[shape.Count];
        Array.Fill(values, value);
        return _editor.AddParameter(name, TensorData.From<float>(values, shape));
    }

    /// <summary>Adds a node and notes the channels of its result.</summary>
    public string Node(string op, IEnumerable<string> inputs, AttributeMap attributes, int channels, string? name = null, string domain = "")
    {
        // The name may already be reserved for the parameters of this layer.
        string unique = name is not null && !_editor.Nodes.Any(n => n.Name == name) ? name : _editor.Fresh(name ?? op.ToLowerInvariant());
        string output = _editor.Fresh(unique + "/out");
        _editor.Add(new Node(unique, op, [.. inputs], [output], attributes, domain));
        _channels[output] = channels;
        return output;
    }

    /// <summary>Hands a value out under a name and ends the network.</summary>
    public ModelGraph Build(string value, string outputName, params Dimension[] shape)
    {
        _editor.Add(new Node(_editor.Fresh("output"), "Identity", [value], [_editor.Fresh(outputName)], AttributeMap.Empty));
        _editor.Outputs.Add(new ValueInfo(outputName, DType.Float32, [.. shape]));
        ModelGraph graph = _editor.ToGraph();
        return new Graph.Rewriting.Passes.RemoveIdentities(keepDropout: true).Run(graph);
    }

    private string Scalar(string name, float value)
    {
        if (!_editor.Parameters.ContainsKey(name))
        {
            _editor.SetParameter(name, TensorData.Scalar(value));
        }

        return name;
    }

    private string Pool(string op, string x, int kernel, int stride, int pad) => Node(op, [x], AttributeMap.Empty
        .With("kernel_shape", new[] { kernel, kernel }).With("strides", new[] { stride, stride }).With("pads", new[] { pad, pad, pad, pad }), Channels(x));
}
