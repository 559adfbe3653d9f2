using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models;

/// <content>Activations and what acts on every element.</content>
public sealed partial class GraphBuilder
{
    /// <summary><c>x clip(x / 6 + 1/2, 0, 1)</c> (Howard et al. 2019).</summary>
    public string HardSwish(string x) => Apply("HardSwish", null, x);

    /// <summary><c>clip(x / 6 + 1/2, 0, 1)</c>.</summary>
    public string HardSigmoid(string x) => Apply("HardSigmoid", AttributeMap.Empty.With("alpha", 1f / 6).With("beta", 0.5f), x);

    /// <summary>Logistic function.</summary>
    public string Sigmoid(string x) => Apply("Sigmoid", null, x);

    /// <summary><c>x sigmoid(x)</c>, also known as SiLU.</summary>
    public string Swish(string x) => Mul(x, Sigmoid(x));

    /// <summary>Gaussian error linear unit, exact.</summary>
    public string Gelu(string x) => Apply("Gelu", null, x);

    /// <summary>Hyperbolic tangent.</summary>
    public string Tanh(string x) => Apply("Tanh", null, x);

    /// <summary>Softmax along an axis.</summary>
    public string Softmax(string x, int axis = -1) => Apply("Softmax", AttributeMap.Empty.With("axis", axis), x);

    /// <summary>Product, broadcasting.</summary>
    public string Mul(string a, string b) => Node("Mul", [a, b], AttributeMap.Empty, Channels(a));

    /// <summary>Product with a number that is never learned.</summary>
    public string Scale(string x, float factor) => Node("Mul", [x, _editor.AddParameter("factor", TensorData.Scalar(factor))], AttributeMap.Empty, Channels(x));

    /// <summary>Zeroes a share of the elements in training.</summary>
    public string Dropout(string x, float rate) => Node("Dropout", [x, _editor.AddParameter("rate", TensorData.Scalar(rate))], AttributeMap.Empty, Channels(x));

    /// <summary>Layer normalisation over the last axis, with learned scale and shift.</summary>
    public string LayerNorm(string x, string? name = null)
    {
        name = _editor.Fresh(name ?? "ln");
        var shape = new Shape(Channels(x));
        string[] inputs = [x, Constant(name + ".scale", shape, 1), Constant(name + ".shift", shape, 0)];
        return Node("LayerNormalization", inputs, AttributeMap.Empty.With("axis", -1).With("epsilon", 1e-5f), Channels(x), name);
    }

    /// <summary>Squeeze and excitation (Hu et al. 2018): channels of x [N, C, H, W] weighed by a small network over their means.</summary>
    /// <param name="x">The value.</param>
    /// <param name="squeezed">Hidden units.</param>
    /// <param name="inner">The hidden activation.</param>
    /// <param name="gate">What makes the weights.</param>
    /// <param name="name">A name for the layers.</param>
    public string SqueezeExcite(string x, int squeezed, Func<string, string> inner, Func<string, string> gate, string name)
    {
        string pooled = Node("GlobalAveragePool", [x], AttributeMap.Empty, Channels(x));
        string hidden = inner(Conv(pooled, squeezed, 1, bias: true, name: name + "/reduce"));
        return Mul(x, gate(Conv(hidden, Channels(x), 1, bias: true, name: name + "/expand")));
    }
}
