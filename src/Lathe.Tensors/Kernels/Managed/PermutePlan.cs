namespace Lathe.Tensors.Kernels.Managed;

/// <summary>An output order of dimensions with the input stride of each.</summary>
internal sealed class PermutePlan(int[] size, long[] stride)
{
    /// <summary>Elements of the innermost output dimension.</summary>
    public int Inner => size[^1];

    /// <summary>Input stride of the innermost output dimension.</summary>
    public long InnerStride => stride[^1];

    /// <summary>Output rows.</summary>
    public int Outer { get; } = Product(size.AsSpan(0, size.Length - 1));

    /// <summary>True when neighbouring output rows are neighbours in the input: the last two dimensions form a transposed matrix.</summary>
    public bool IsMatrix => size.Length > 1 && stride[^2] == 1 && stride[^1] > 1;

    /// <summary>Rows of that matrix.</summary>
    public int MatrixRows => size[^2];

    /// <summary>Input offset of an output row.</summary>
    public long Source(int row)
    {
        long offset = 0;
        for (int d = size.Length - 2; d >= 0; d--)
        {
            offset += row % size[d] * stride[d];
            row /= size[d];
        }

        return offset;
    }

    private static int Product(ReadOnlySpan<int> values)
    {
        int product = 1;
        foreach (int value in values)
        {
            product *= value;
        }

        return product;
    }
}
