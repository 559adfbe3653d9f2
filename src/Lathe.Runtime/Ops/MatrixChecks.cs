using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>What products of computed matrices check.</summary>
internal static class MatrixChecks
{
    public static bool Fit(Shape left, Shape right, Shape output) => left.Rank == 3 && right.Rank == 3 && left[0] == right[0] && left[2] == right[1] && output == new Shape(left[0], left[1], right[2]);

    public static string Problem(IntegerValue left, IntegerValue right, IntegerValue output) => $"multiplies {left} and {right} to {output}; they must be [B, M, K], [B, K, N] and [B, M, N].";
}
