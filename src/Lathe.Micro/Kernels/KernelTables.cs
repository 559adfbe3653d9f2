using Lathe.Micro.Writing;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.FrontEnds;

namespace Lathe.Micro.Kernels;

/// <summary>Tables of functions that kernels read: the integer reference's own, so that both agree.</summary>
internal static class KernelTables
{
    /// <summary>A table's definition, or null when there is none of that name.</summary>
    public static string? Of(string name) => name switch
    {
        "lathe_sigmoid_table" => "/* sigmoid(i / 24), 16 fraction bits. */\n" + CText.Array("uint16_t", name, [.. Array.ConvertAll(SigmoidTable.Entries.ToArray(), v => (long)v)]),
        "lathe_exponential_table" => "/* exp(x) on [-10, 0], 15 fraction bits. */\n" + Interpolated(name, InterpolationTable.Exponential),
        "lathe_reciprocal_table" => "/* 1 / (1 + x) on [0, 1], 15 fraction bits. */\n" + Interpolated(name, InterpolationTable.Reciprocal),
        "lathe_logarithm_table" => "/* log2(1 + i / 64), 16 fraction bits. */\n" + CText.Array("int32_t", name, [.. CepstralFrontEnd.Logarithms.Select(v => (long)v)]),
        _ => null,
    };

    private static string Interpolated(string name, InterpolationTable table) => CText.Array("int16_t", name, Array.ConvertAll(table.Entries.ToArray(), v => (long)v));
}
