using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Bundles;

/// <summary>Stands for a tensor that is not decoded, where only the structure of a network is looked at.</summary>
internal static class Placeholder
{
    public static TensorData Of(int number) => TensorData.From<int>([number], Shape.Scalar);

    public static int NumberOf(TensorData data) => data.AsSpan<int>()[0];
}
