using System.Text;

namespace Lathe.Cli.Tests;

/// <summary>ONNX files written byte by byte, with operators no exporter of ours would write.</summary>
internal static class TinyOnnx
{
    /// <summary>x through one node of each type to y; nodes are named first, second, third.</summary>
    public static byte[] Chain(params string[] types)
    {
        string[] names = ["first", "second", "third"];
        var graph = new List<byte>();
        for (int i = 0; i < types.Length; i++)
        {
            string from = i == 0 ? "x" : $"v{i}", to = i == types.Length - 1 ? "y" : $"v{i + 1}";
            graph.AddRange(Field(1, [.. Text(1, from), .. Text(2, to), .. Text(3, names[i]), .. Text(4, types[i])]));
        }

        graph.AddRange([.. Text(2, "odd"), .. Field(11, Value("x")), .. Field(12, Value("y"))]);
        return [.. Number(1, 8), .. Field(7, [.. graph]), .. Field(8, Number(2, 17))];
    }

    // name, type { tensor_type { elem_type: float, shape { dim { dim_value: 1 } dim { dim_value: 4 } } } }
    private static byte[] Value(string name) => [.. Text(1, name), .. Field(2, Field(1, [.. Number(1, 1), .. Field(2, [.. Field(1, Number(1, 1)), .. Field(1, Number(1, 4))])]))];

    private static byte[] Text(int field, string value) => Field(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Number(int field, int value) => [(byte)(field << 3), (byte)value];

    private static byte[] Field(int field, byte[] content)
    {
        var bytes = new List<byte> { (byte)((field << 3) | 2) };
        uint length = (uint)content.Length;
        while (length >= 128)
        {
            bytes.Add((byte)(length | 128));
            length >>= 7;
        }

        return [.. bytes, (byte)length, .. content];
    }
}
