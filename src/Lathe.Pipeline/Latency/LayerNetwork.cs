using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Hardware.Learned.Layers;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Pipeline.Latency;

/// <summary>
/// Layers in one graph that run one after the other, so that each finds the caches as another layer left them, which is how it is in a
/// network: side by side, each with an input and an output of its own, or as a chain from one input to one output.
/// </summary>
internal static class LayerNetwork
{
    /// <summary>Builds the graph; side by side, input i belongs to layer i.</summary>
    public static ModelGraph Of(LayerTray tray, RandomKey key)
    {
        var b = new GraphBuilder("layers", key);
        string? last = null;
        for (int i = 0; i < tray.Layers.Count; i++)
        {
            LayerSpec layer = tray.Layers[i];
            last = Layer(b, layer, last is not null && tray.Chained ? Joined(b, layer, last) : Input(b, layer, $"x{i}"), $"layer{i}");
            if (!tray.Chained || i == tray.Layers.Count - 1)
            {
                b.Editor.Add(new Node(b.Editor.Fresh($"output{i}"), "Identity", [last], [$"y{i}"], AttributeMap.Empty));
                b.Editor.Outputs.Add(new ValueInfo($"y{i}", DType.Float32, null));
            }
        }

        return OptimizedNetwork.AtBatchOne(new Graph.Rewriting.Passes.RemoveIdentities().Run(b.Editor.ToGraph()));
    }

    // A layer on rows behind planes reads them flattened.
    private static string Joined(GraphBuilder b, LayerSpec layer, string x) => b.Channels(x) == layer.Inputs ? x : b.Flatten(x, layer.Inputs);

    private static string Input(GraphBuilder b, LayerSpec s, string name) => s switch
    {
        { OnRows: false } => b.Input(name, DType.Float32, s.Inputs, s.Height, s.Width),
        { Height: 1 } => b.Input(name, DType.Float32, s.Inputs),
        _ => b.Reshape(b.Input(name, DType.Float32, s.Height, s.Inputs), s.Inputs, -1, s.Inputs),
    };

    private static string Layer(GraphBuilder b, LayerSpec s, string x, string name) => s.Template switch
    {
        LayerTemplate.FullyConnected => Active(b, b.Linear(x, s.Outputs, name), s.Variant % 2 == 0 ? 0 : 4),
        LayerTemplate.NormalizedFullyConnected => Active(b, b.BatchNorm(b.Linear(x, s.Outputs, name)), s.Variant),
        LayerTemplate.Attention => Attention(b, x, s, name),
        LayerTemplate.FeedForward => FeedForward(b, x, s, name),
        _ => Plane(b, x, s, name),
    };

    private static string Plane(GraphBuilder b, string x, LayerSpec s, string name) => s.Template switch
    {
        LayerTemplate.Convolution or LayerTemplate.Stem => Active(b, b.Conv(x, s.Outputs, s.Kernel, s.Stride, bias: true, name: name), s.Variant),
        LayerTemplate.Depthwise => Active(b, b.Conv(x, s.Inputs, s.Kernel, s.Stride, bias: true, groups: s.Inputs, name: name), s.Variant),
        LayerTemplate.Grouped => Active(b, b.Conv(x, s.Outputs, s.Kernel, s.Stride, bias: true, groups: s.Factor, name: name), s.Variant),
        LayerTemplate.Residual => Residual(b, x, s, name),
        LayerTemplate.Inverted => Inverted(b, x, s, name),
        LayerTemplate.Excite => Excite(b, x, s, name),
        LayerTemplate.Dense => Dense(b, x, s, name),
        LayerTemplate.Shuffle => Shuffle(b, x, s, name),
        LayerTemplate.Fire => Fire(b, x, s, name),
        LayerTemplate.Pool => Pool(b, x, s, name),
        LayerTemplate.Head => b.Linear(b.GlobalAveragePool(s.Variant % 2 == 0 ? x : b.Conv(x, s.Inputs, 3, groups: s.Inputs, bias: true, name: name + "/dw")), s.Outputs, name),
        LayerTemplate.Pair => Pair(b, x, s.Variant),
        _ => Elementwise(b, x, s.Variant),
    };

    private static string Active(GraphBuilder b, string x, int variant) => variant switch
    {
        <= 2 => b.Relu(x),
        3 => b.Relu6(x),
        4 => x,
        5 => b.HardSwish(x),
        6 => b.Swish(x),
        _ => b.Sigmoid(x),
    };

    private static string Attention(GraphBuilder b, string x, LayerSpec s, string name) => b.Add(x, b.Attention(b.LayerNorm(x, name + "/ln"), s.Height, s.Factor, name));

    private static string FeedForward(GraphBuilder b, string x, LayerSpec s, string name)
    {
        string y = b.Add(x, b.Linear(b.Gelu(b.Linear(b.LayerNorm(x, name + "/ln"), s.Outputs, name + "/expand")), s.Inputs, name + "/contract"));
        return s.Variant < 5 ? y : b.Mean(b.Reshape(y, s.Inputs, -1, s.Height, s.Inputs), 1, s.Inputs);
    }

    private static string Residual(GraphBuilder b, string x, LayerSpec s, string name)
    {
        // The runtime adds in place where nobody else reads the shortcut later, as here.
        string first = b.Relu(b.Conv(x, s.Inputs, 3, bias: true, name: name + "/1"));
        string sum = b.Add(b.Conv(first, s.Inputs, 3, bias: true, name: name + "/2"), x);
        return s.Variant < 6 ? b.Relu(sum) : sum;
    }

    private static string Inverted(GraphBuilder b, string x, LayerSpec s, string name)
    {
        int wide = s.Inputs * s.Factor;
        string y = s.Factor > 1 ? Active(b, b.Conv(x, wide, 1, bias: true, name: name + "/widen"), s.Variant) : x;
        y = Active(b, b.Conv(y, wide, s.Kernel, s.Stride, bias: true, groups: wide, name: name + "/dw"), s.Variant);
        y = b.Conv(y, s.Outputs, 1, bias: true, name: name + "/narrow");
        return s.Stride == 1 && s.Inputs == s.Outputs ? b.Add(x, y) : y;
    }

    private static string Excite(GraphBuilder b, string x, LayerSpec s, string name)
    {
        string y = Active(b, b.Conv(x, s.Inputs, s.Kernel, bias: true, groups: s.Inputs, name: name + "/dw"), s.Variant);
        Func<string, string> inner = s.Variant % 2 == 0 ? b.Relu : b.Swish, gate = s.Variant % 2 == 0 ? b.HardSigmoid : b.Sigmoid;
        return b.Conv(b.SqueezeExcite(y, Math.Max(4, s.Inputs / (s.Variant < 4 ? 4 : 16)), inner, gate, name + "/excite"), s.Outputs, 1, bias: true, name: name + "/narrow");
    }

    private static string Dense(GraphBuilder b, string x, LayerSpec s, string name)
    {
        string y = b.Conv(b.Relu(b.BatchNorm(x)), 4 * s.Outputs, 1, name: name + "/1");
        return b.Concat(x, b.Conv(b.Relu(b.BatchNorm(y)), s.Outputs, 3, name: name + "/2"));
    }

    private static string Shuffle(GraphBuilder b, string x, LayerSpec s, string name)
    {
        int half = s.Inputs / 2;
        string[] halves = b.Split(x, half, half);
        string y = b.Relu(b.Conv(halves[1], half, 1, bias: true, name: name + "/1"));
        y = b.Conv(y, half, 3, bias: true, groups: half, name: name + "/dw");
        return b.ChannelShuffle(b.Concat(halves[0], b.Relu(b.Conv(y, half, 1, bias: true, name: name + "/2"))), 2);
    }

    private static string Fire(GraphBuilder b, string x, LayerSpec s, string name)
    {
        string squeezed = b.Relu(b.Conv(x, s.Outputs, 1, bias: true, name: name + "/squeeze"));
        string left = b.Relu(b.Conv(squeezed, 4 * s.Outputs, 1, bias: true, name: name + "/left"));
        return b.Concat(left, b.Relu(b.Conv(squeezed, 4 * s.Outputs, 3, bias: true, name: name + "/right")));
    }

    private static string Pool(GraphBuilder b, string x, LayerSpec s, string name)
    {
        string y = (s.Variant & 2) == 0 ? x : b.Conv(x, s.Inputs, 3, groups: s.Inputs, bias: true, name: name + "/dw");
        int pad = s.Kernel == 3 ? 1 : 0;
        return (s.Variant & 1) == 0 ? b.MaxPool(y, s.Kernel, s.Stride, pad) : b.AveragePool(y, s.Kernel, s.Stride, pad);
    }

    private static string Pair(GraphBuilder b, string x, int variant) => variant switch
    {
        <= 2 => b.Add(x, b.Relu(x)),
        <= 4 => b.Mul(x, b.Relu(x)),
        5 => b.Scale(x, 0.5f),
        6 => b.Add(x, b.Constant(b.Editor.Fresh("one"), Shape.Scalar, 1)),
        _ => b.Mul(x, b.Apply("GlobalAveragePool", null, x)),
    };

    private static string Elementwise(GraphBuilder b, string x, int variant) => variant switch
    {
        0 => b.Relu(x),
        1 => b.Sigmoid(x),
        2 => b.HardSwish(x),
        3 => b.Gelu(x),
        4 => b.Tanh(x),
        5 => b.HardTanh(x),
        6 => b.Swish(x),
        _ => b.Softmax(x),
    };
}
