using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Models;

/// <content>Tokens, recurrence and attention.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Integer tokens [N, length].</summary>
    public string Tokens(string name, int length) => Input(name, DType.Int64, length);

    /// <summary>Rows of a learned table for tokens [...]: the result is [..., width].</summary>
    public string Embedding(string tokens, int vocabulary, int width, double deviation = 0.1, string? name = null)
    {
        name = _editor.Fresh(name ?? "embedding");
        return Node("Gather", [Weights(name + ".weight", new Shape(vocabulary, width), deviation), tokens], AttributeMap.Empty.With("axis", 0), width, name);
    }

    /// <summary>Adds a learned vector for each place to x [N, length, width].</summary>
    public string AddPositions(string x, int length, string name = "positions")
    {
        // An embedding of 0, 1, 2 ...: an addend on its own would count as a constant and never be learned.
        string places = _editor.AddParameter(name + ".index", TensorData.Integers([.. Enumerable.Range(0, length).Select(i => (long)i)]));
        return Add(x, Embedding(places, length, Channels(x), 0.02, name));
    }

    /// <summary>Long short-term memory over x [T, N, I]; the result is [T, N, H]. Forget gates start open.</summary>
    public string Lstm(string x, int hidden, string? name = null)
    {
        int inputs = Channels(x);
        name = _editor.Fresh(name ?? "lstm");
        double deviation = 1 / Math.Sqrt(3.0 * hidden);
        string w = Weights(name + ".w", new Shape(1, 4 * hidden, inputs), deviation);
        string r = Weights(name + ".r", new Shape(1, 4 * hidden, hidden), deviation);
        float[] bias = new float[8 * hidden];
        bias.AsSpan(2 * hidden, hidden).Fill(1);    // gates are in the order input, output, forget, cell
        string b = _editor.AddParameter(name + ".bias", TensorData.From<float>(bias, new Shape(1, 8 * hidden)));
        return Squeeze(Node("LSTM", [x, w, r, b], AttributeMap.Empty.With("hidden_size", hidden), hidden, name), 1);
    }

    /// <summary>Matrix product of two values.</summary>
    public string MatMul(string a, string b, int channels) => Node("MatMul", [a, b], AttributeMap.Empty, channels);

    /// <summary>
    /// Multi-head self-attention (Vaswani et al. 2017), <c>softmax(Q K' / sqrt(d)) V</c>, over rows [N length, width]. Rows stay
    /// two-dimensional between layers, so that every projection is a dense layer.
    /// </summary>
    public string Attention(string x, int length, int heads, string name)
    {
        int width = Channels(x), each = width / heads;
        string Split(string role, params int[] order) =>
            Transpose(Reshape(Linear(x, width, $"{name}/{role}"), each, -1, length, heads, each), each, order);
        string query = Split("query", 0, 2, 1, 3), key = Split("key", 0, 2, 3, 1), value = Split("value", 0, 2, 1, 3);
        string weights = Softmax(Scale(MatMul(query, key, length), (float)(1 / Math.Sqrt(each))));
        string mixed = Transpose(MatMul(weights, value, each), each, 0, 2, 1, 3);
        return Linear(Reshape(mixed, width, -1, width), width, name + "/output");
    }

    /// <summary>A transformer layer with normalisation first: attention, then a dense network of two layers, each around a shortcut.</summary>
    public string TransformerLayer(string x, int length, int heads, int hidden, float dropout, string name)
    {
        int width = Channels(x);
        x = Add(x, MaybeDropout(Attention(LayerNorm(x, name + "/ln1"), length, heads, name + "/attention"), dropout));
        string inner = Gelu(Linear(LayerNorm(x, name + "/ln2"), hidden, name + "/expand"));
        return Add(x, MaybeDropout(Linear(inner, width, name + "/contract"), dropout));
    }

    private string MaybeDropout(string x, float rate) => rate > 0 ? Dropout(x, rate) : x;
}
