using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Tensors;

namespace Lathe.Compression.Gating;

/// <summary>The small network that looks at a block's input: the mean of each channel, then one dense output; above zero is open.</summary>
internal static class GateNetwork
{
    /// <summary>Adds a gate; its weights start small and its bias open.</summary>
    /// <param name="editor">The network.</param>
    /// <param name="value">What it looks at, [N, C, ...] or rows [N, C].</param>
    /// <param name="shape">The shape of that.</param>
    /// <param name="name">A name.</param>
    /// <param name="key">Randomness of its weights.</param>
    /// <returns>The logits, [N, 1].</returns>
    public static string Add(GraphEditor editor, string value, Shape shape, string name, RandomKey key)
    {
        string pooled = value;
        if (shape.Rank > 2)
        {
            string mean = editor.Add("GlobalAveragePool", [value], name: name + "/pool").Outputs[0];
            pooled = editor.Add("Flatten", [mean], AttributeMap.Empty.With("axis", 1), name + "/flat").Outputs[0];
        }

        float[] weights = new float[shape[1]];
        key.FillNormal(weights, 0, (float)(1 / Math.Sqrt(weights.Length)));
        string w = editor.AddParameter(name + ".weight", TensorData.From<float>(weights, new Shape(1, weights.Length))), b = editor.AddParameter(name + ".bias", TensorData.From<float>([0.5f], new Shape(1)));
        return editor.Add("Gemm", [pooled, w, b], AttributeMap.Empty.With("transB", 1), name).Outputs[0];
    }
}
