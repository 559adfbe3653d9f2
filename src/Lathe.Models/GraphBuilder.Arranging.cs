using Lathe.Graph;

namespace Lathe.Models;

/// <content>Moving elements about.</content>
public sealed partial class GraphBuilder
{
    /// <summary>New dimensions; -1 is worked out, 0 keeps one.</summary>
    public string Reshape(string x, int channels, params ReadOnlySpan<long> shape) =>
        Node("Reshape", [x, _editor.AddParameter("shape", TensorData.Integers(shape))], AttributeMap.Empty, channels);

    /// <summary>Axes in another order.</summary>
    public string Transpose(string x, int channels, params int[] order) => Node("Transpose", [x], AttributeMap.Empty.With("perm", order), channels);

    /// <summary>Inserts a dimension of 1.</summary>
    public string Unsqueeze(string x, long axis) => Node("Unsqueeze", [x, _editor.AddParameter("axes", TensorData.Integers(axis))], AttributeMap.Empty, Channels(x));

    /// <summary>Drops a dimension of 1.</summary>
    public string Squeeze(string x, long axis) => Node("Squeeze", [x, _editor.AddParameter("axes", TensorData.Integers(axis))], AttributeMap.Empty, Channels(x));

    /// <summary>Cuts channels into parts of given sizes.</summary>
    public string[] Split(string x, params int[] sizes)
    {
        string counts = _editor.AddParameter("sizes", TensorData.Integers([.. sizes.Select(s => (long)s)]));
        Node node = _editor.Add("Split", [x, counts], AttributeMap.Empty.With("axis", 1), outputs: sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
        {
            _channels[node.Outputs[i]] = sizes[i];
        }

        return [.. node.Outputs];
    }

    /// <summary>Interleaves channel groups of x [N, C, H, W] (Zhang et al. 2018).</summary>
    public string ChannelShuffle(string x, int groups) =>
        Node("ChannelShuffle", [x], AttributeMap.Empty.With("groups", groups), Channels(x), domain: "lathe");

    /// <summary>Mean over an axis, which goes away.</summary>
    public string Mean(string x, int axis, int channels) =>
        Node("ReduceMean", [x], AttributeMap.Empty.With("axes", new[] { axis }).With("keepdims", 0), channels);

    /// <summary>Largest element over space, then flattened to [N, C].</summary>
    public string GlobalMaxPool(string x) => Flatten(Node("GlobalMaxPool", [x], AttributeMap.Empty, Channels(x)), Channels(x));
}
