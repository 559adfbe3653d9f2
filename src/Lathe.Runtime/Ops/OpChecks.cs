using System.Collections.Immutable;
using Lathe.Runtime.Arithmetic;
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

    public static IEnumerable<string> Channels(Requantization requantization, ImmutableArray<long> bias, int channels)
    {
        if (requantization.Factors.Length != 1 && requantization.Factors.Length != channels)
        {
            yield return $"has {requantization.Factors.Length} factors for {channels} channels; give one, or one per channel.";
        }

        if (!bias.IsEmpty && bias.Length != channels)
        {
            yield return $"has {bias.Length} biases for {channels} channels.";
        }
    }

    public static long Bytes(Requantization requantization, ImmutableArray<long> bias) =>
        (requantization.Factors.Length * 8) + (bias.Length * (requantization.Rounding == RequantizationRounding.Wide ? 8 : 4));
}
