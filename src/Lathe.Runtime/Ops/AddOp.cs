namespace Lathe.Runtime.Ops;

/// <summary>
/// Sum of two tensors of one shape: both are brought to a common scale with spare bits, added, and brought to the output's scale.
/// </summary>
public sealed record AddOp : CommonScaleOp
{
    private protected override int Combine(int left, int right) => Scaled(left, LeftFactor) + Scaled(right, RightFactor);
}
