namespace Lathe.Graph.Ops;

/// <summary>Work and traffic of one node on concrete shapes.</summary>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="OtherOperations">Other arithmetic operations.</param>
/// <param name="BytesRead">Bytes of inputs and parameters read once.</param>
/// <param name="BytesWritten">Bytes of outputs written once.</param>
public readonly record struct OpCost(long Macs, long OtherOperations, long BytesRead, long BytesWritten)
{
    /// <summary>Adds two costs.</summary>
    public static OpCost operator +(OpCost left, OpCost right) => new(left.Macs + right.Macs, left.OtherOperations + right.OtherOperations, left.BytesRead + right.BytesRead, left.BytesWritten + right.BytesWritten);
}
