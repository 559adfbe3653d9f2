using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Any function of one 8-bit code, as a table of its 256 results: sigmoid, tanh, hard swish, a change of scale.</summary>
public sealed record LookupOp : OneInputOp
{
    /// <summary>The results of codes -128 to 127.</summary>
    public required ImmutableArray<sbyte> Table { get; init; }

    /// <inheritdoc/>
    public override long ConstantBytes => Table.Length;

    /// <inheritdoc/>
    public override bool MayOverwriteInput => true;

    /// <inheritdoc/>
    public override object Constants => Table;

    /// <summary>Tabulates a function of real numbers between two quantized tensors.</summary>
    public static ImmutableArray<sbyte> Tabulate(Func<double, double> function, double inputScale, int inputZero, double outputScale, int outputZero) =>
        [.. Enumerable.Range(sbyte.MinValue, 256).Select(code =>
            (sbyte)Math.Clamp(Math.Round(function((code - inputZero) * inputScale) / outputScale) + outputZero, sbyte.MinValue, sbyte.MaxValue))];

    /// <inheritdoc/>
    public override IEnumerable<string> Problems() => Table.Length == 256 && Input.Type == DType.Int8 && Output.Type == DType.Int8 && Input.Shape == Output.Shape
        ? []
        : [$"goes from {Input} to {Output} with {Table.Length} entries; it needs 256 entries and i8 of one shape on both sides."];

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        ReadOnlySpan<sbyte> x = memory.Read<sbyte>(Input);
        Span<sbyte> y = memory.Write<sbyte>(Output);
        ReadOnlySpan<sbyte> table = ImmutableCollectionsMarshal.AsArray(Table);
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = table[x[i] - sbyte.MinValue];
        }
    }
}
