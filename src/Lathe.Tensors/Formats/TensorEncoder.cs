using System.Runtime.CompilerServices;

namespace Lathe.Tensors.Formats;

/// <summary>Turns numbers into codes: <c>code = format(x / scale + zero)</c>, and back: <c>x = (code - zero) scale</c>.</summary>
public static class TensorEncoder
{
    /// <summary>Chooses scales and encodes.</summary>
    /// <param name="values">Numbers in row-major order.</param>
    /// <param name="shape">Their dimensions.</param>
    /// <param name="scheme">Format, granularity and rule.</param>
    /// <param name="importance">A weight for each number's squared error, for <see cref="ScaleRule.LeastSquares"/>; all alike when empty.</param>
    public static QuantizedTensor Encode(ReadOnlySpan<float> values, Shape shape, CodeScheme scheme, ReadOnlySpan<float> importance = default)
    {
        (float[] scales, int[] zeros) = Scales(values, shape, scheme, importance);
        return Encode(values, shape, scheme, scales, zeros);
    }

    /// <summary>Encodes with scales that are known.</summary>
    public static QuantizedTensor Encode(ReadOnlySpan<float> values, Shape shape, CodeScheme scheme, float[] scales, int[] zeros)
    {
        var layout = new ScaleLayout(shape, scheme.Granularity);
        uint[] codes = new uint[values.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int scale = layout.ScaleOf(i);
            codes[i] = Code(values[i], scheme.Format, scales[scale], zeros[scale]);
        }

        return new QuantizedTensor(shape, scheme, CodePacking.Pack(codes, scheme.Format.Bits), scales, zeros);
    }

    /// <summary>The scales and zero points of a tensor, as <see cref="ScaleLayout"/> counts them.</summary>
    public static (float[] Scales, int[] Zeros) Scales(ReadOnlySpan<float> values, Shape shape, CodeScheme scheme, ReadOnlySpan<float> importance = default)
    {
        int[][] members = new ScaleLayout(shape, scheme.Granularity).Members(values.Length);
        float[] scales = new float[members.Length];
        int[] zeros = new int[members.Length];
        for (int s = 0; s < members.Length; s++)
        {
            float[] group = Gather(values, members[s]);
            (scales[s], zeros[s]) = ScaleChoice.Choose(group, scheme, importance.IsEmpty ? [] : Gather(importance, members[s]));
        }

        return (scales, zeros);
    }

    /// <summary>The code of one number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Code(float value, INumberFormat format, float scale, int zero) => format is IntegerFormat integer
        ? integer.ToCode(float.IsNaN(value) ? zero : (int)Math.Clamp(MathF.Round(value / scale) + zero, Lowest(integer, zero), integer.High))
        : format.Encode(value / scale);

    /// <summary>What a number becomes, in units of the scale.</summary>
    internal static float Unit(float value, INumberFormat format, float scale, int zero) => format.Decode(Code(value, format, scale, zero)) - zero;

    // Kernels of 8 bits and more do without the one code that has no opposite; with fewer bits it is worth having.
    private static int Lowest(IntegerFormat format, int zero) => format is { Signed: true, Bits: >= 8 } && zero == 0 ? -format.High : format.Low;

    private static float[] Gather(ReadOnlySpan<float> values, int[] places)
    {
        float[] gathered = new float[places.Length];
        for (int i = 0; i < gathered.Length; i++)
        {
            gathered[i] = values[places[i]];
        }

        return gathered;
    }
}
