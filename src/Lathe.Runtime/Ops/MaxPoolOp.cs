using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Maximum pooling; padding is never the largest.</summary>
public sealed record MaxPoolOp : PoolOp
{
    private protected override int Reduce<T>(ReadOnlySpan<T> x, PoolWindow window, Shape from)
    {
        int largest = int.MinValue;
        for (int row = window.Top; row < window.Bottom; row++)
        {
            for (int column = window.Left; column < window.Right; column++)
            {
                largest = Math.Max(largest, int.CreateTruncating(x[window.Place(row, column, from)]));
            }
        }

        return largest;
    }
}
