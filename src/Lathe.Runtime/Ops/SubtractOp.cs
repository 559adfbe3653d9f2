using Lathe.Runtime.Arithmetic;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Difference of two tensors of one shape: both are brought to a common scale with spare bits, the second is taken from the first, and the result is
/// brought to the output's scale.
/// </summary>
public sealed record SubtractOp : CommonScaleOp
{
    private protected override int Combine(int left, int right) => Scaled(left, LeftFactor) - Scaled(right, RightFactor);
}
