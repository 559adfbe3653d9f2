using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Average pooling; padding is not counted, and a half rounds away from zero.</summary>
public sealed record AveragePoolOp : PoolOp
{
    private protected override int Reduce<T>(ReadOnlySpan<T> x, PoolWindow window, Shape from)
    {
        long sum = 0;
        for (int row = window.Top; row < window.Bottom; row++)
        {
            for (int column = window.Left; column < window.Right; column++)
            {
                sum += int.CreateTruncating(x[window.Place(row, column, from)]);
            }
        }

        int count = (window.Bottom - window.Top) * (window.Right - window.Left);
        return (int)((sum > 0 ? sum + (count / 2) : sum - (count / 2)) / count);
    }
}
