namespace Lathe.Tensors.OneDnn.Softmax;

/// <summary>Everything that decides which softmax primitive is needed.</summary>
internal readonly record struct SoftmaxKey(int Rows, int Columns, bool IsLogarithm, bool IsBackward)
{
    /// <summary>Operation and shapes for messages.</summary>
    public string Describe() => $"{(IsLogarithm ? "log-softmax" : "softmax")} {(IsBackward ? "backward" : "forward")} of [{Rows},{Columns}]";
}
