using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lathe.Training.Data.Arrays;

/// <summary>An array of NumPy's .npy format (versions 1 to 3), little-endian, in C order.</summary>
public sealed partial class NpyArray
{
    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _data;

    private NpyArray(string name, string type, int[] shape, ReadOnlyMemory<byte> data) => (_name, Type, Shape, _data) = (name, type, shape, data);

    /// <summary>NumPy's name of the element type without its byte order: u1, i1, i2, i4, i8, f2, f4, f8 or b1.</summary>
    public string Type { get; }

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The number of elements.</summary>
    public int Count => _data.Length / Size(Type);

    /// <summary>Parses a file.</summary>
    /// <exception cref="InvalidInputException">It is damaged, or of a kind that is not read here.</exception>
    public static NpyArray Parse(string name, ReadOnlyMemory<byte> file)
    {
        ReadOnlySpan<byte> bytes = file.Span;
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes[1..6].SequenceEqual("NUMPY"u8) || bytes[6] is 0 or > 3)
        {
            throw new InvalidInputException($"'{name}' is not a .npy file of version 1 to 3.");
        }

        int start = bytes[6] == 1 ? 10 : 12;
        long length = bytes[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (start + length > bytes.Length)
        {
            throw new InvalidInputException($"'{name}' is cut off in its header.");
        }

        Match header = Header().Match(Encoding.UTF8.GetString(bytes.Slice(start, (int)length)));
        string type = header.Groups["type"].Value;
        if (!header.Success || header.Groups["order"].Value == "True" || type[0] == '>' || Size(type[1..]) == 0)
        {
            throw new InvalidInputException($"'{name}' has element type '{type}'{(header.Groups["order"].Value == "True" ? " in Fortran order" : "")}. Little-endian u1, i1, i2, i4, i8, f2, f4, f8 and b1 in C order are read; save it with numpy.ascontiguousarray.");
        }

        return new NpyArray(name, type[1..], Dimensions(name, header.Groups["shape"].Value, file.Length - start - length, Size(type[1..])), file[(int)(start + length)..]);
    }

    /// <summary>The elements as bytes; only for u1.</summary>
    public byte[] ToBytes() => _data.ToArray();

    /// <summary>The elements as binary32.</summary>
    public float[] ToFloats() => Convert((s, i) => Type switch
    {
        "u1" or "b1" => s[i],
        "i1" => (sbyte)s[i],
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(s[(2 * i)..]),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(s[(4 * i)..]),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(s[(8 * i)..]),
        "f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(s[(2 * i)..]),
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(s[(4 * i)..]),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(s[(8 * i)..]),
    });

    /// <summary>The elements as class numbers.</summary>
    /// <exception cref="InvalidInputException">One is not a whole number from 0 on.</exception>
    public int[] ToLabels()
    {
        float[] values = ToFloats();
        int bad = Array.FindIndex(values, v => !(v >= 0 && v < 1 << 24 && v == MathF.Floor(v)));
        return bad < 0 ? Array.ConvertAll(values, v => (int)v) : throw new InvalidInputException($"'{_name}': element {bad} is {values[bad]}. Labels are whole numbers from 0 on.");
    }

    private static int[] Dimensions(string name, string text, long bytes, int size)
    {
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        UInt128 count = 1;
        int[] shape = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw new InvalidInputException($"'{name}' has the dimension '{parts[i]}', which is not a size.");
            }

            count *= (uint)shape[i];
            if (count > int.MaxValue)
            {
                throw new InvalidInputException($"'{name}' has the shape ({text}), which is too large.");
            }
        }

        return count * (uint)size == (UInt128)bytes ? shape : throw new InvalidInputException($"'{name}' says ({text}), which is {count * (uint)size} bytes, but holds {bytes}. It is damaged or cut off.");
    }

    private static int Size(string type) => type switch { "u1" or "i1" or "b1" => 1, "i2" or "f2" => 2, "i4" or "f4" => 4, "i8" or "f8" => 8, _ => 0 };

    private float[] Convert(Element element)
    {
        float[] values = new float[Count];
        ReadOnlySpan<byte> data = _data.Span;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = element(data, i);
        }

        return values;
    }

    private delegate float Element(ReadOnlySpan<byte> data, int index);

    [GeneratedRegex(@"^\{(?=.*'descr':\s*'(?<type>[<>|=][a-z]\d+)')(?=.*'fortran_order':\s*(?<order>True|False))(?=.*'shape':\s*\((?<shape>[^)]*)\))", RegexOptions.Singleline)]
    private static partial Regex Header();
}
