using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>What several operations check alike.</summary>
internal static class OpChecks
{
    public static IEnumerable<string> Images(IntegerValue input, IntegerValue output)
    {
        if (input.Shape.Rank != 4 || output.Shape.Rank != 4)
        {
            yield return $"works on images [N, H, W, C], but goes from {input} to {output}.";
        }
        else if (input.Shape[0] != output.Shape[0])
        {
            yield return $"goes from a batch of {input.Shape[0]} to one of {output.Shape[0]}; batches stay as they are.";
        }
    }

    public static IEnumerable<string> SameType(params ImmutableArray<IntegerValue> values)
    {
        if (values.Any(v => v.Type is not (DType.Int8 or DType.Int16) || v.Type != values[0].Type))
        {
            yield return $"needs values of one type, i8 or i16, but has {string.Join(", ", values)}.";
        }
    }

    /// <summary>What operations that only move values need: all of one type, codes or floats.</summary>
    public static IEnumerable<string> Alike(params ImmutableArray<IntegerValue> values) => values[0].Type == DType.Float32 ? Floats(values) : SameType(values);

    public static IEnumerable<string> Floats(params ImmutableArray<IntegerValue> values)
    {
        if (values.Any(v => v.Type != DType.Float32))
        {
            yield return $"needs values in floating point, f32, but has {string.Join(", ", values)}.";
        }
    }
}
