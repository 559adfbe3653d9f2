namespace Lathe.Runtime.Ops;

/// <summary>Product of two tensors of one shape: <c>requantize((a + offset) (b + offset))</c>.</summary>
public sealed record MultiplyOp : PairOp
{
    private protected override int Combine(int left, int right) => left * right;
}
