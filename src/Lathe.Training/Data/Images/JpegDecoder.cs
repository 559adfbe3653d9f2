using System.Buffers.Binary;

namespace Lathe.Training.Data.Images;

/// <summary>
/// JPEG (ITU-T T.81, baseline, extended and progressive Huffman of 8 bits): grey and YCbCr or RGB, any subsampling, restarts,
/// several scans. Lossless, arithmetic-coded and four-colour files are refused.
/// </summary>
internal sealed class JpegDecoder(string name, DataLimits limits)
{
    private const int MostScans = 200;
    private readonly int[][] _quantization = new int[4][];
    private readonly JpegHuffman?[] _direct = new JpegHuffman?[4];
    private readonly JpegHuffman?[] _alternating = new JpegHuffman?[4];
    private JpegComponent[] _components = [];
    private int _width;
    private int _height;
    private int _restart;
    private bool _progressive;
    private int _colourTransform = -1;

    public RasterImage Decode(ReadOnlySpan<byte> file)
    {
        int scans = 0;
        for (int at = 2; ;)
        {
            int marker = Marker(file, ref at);
            if (marker == 0xD9 || (marker < 0 && scans > 0))
            {
                break;
            }

            int length = at + 2 > file.Length ? 0 : BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (marker < 0 || length < 2 || at + length > file.Length)
            {
                throw Damaged("it is cut off");
            }

            ReadOnlySpan<byte> part = file.Slice(at + 2, length - 2);
            at += length;
            if (marker == 0xDA)
            {
                at = scans++ < MostScans ? Scan(part, file, at) : throw Damaged($"it has more than {MostScans} scans");
            }
            else
            {
                Segment(marker, part);
            }
        }

        if (scans == 0)
        {
            throw Damaged("it has no pixels");
        }

        foreach (JpegComponent c in _components)
        {
            c.Invert(_quantization[c.Quantization] ?? throw Damaged("a quantization table is missing"));
        }

        return JpegColour.Join(_components, _width, _height, _colourTransform);
    }

    private static int Marker(ReadOnlySpan<byte> file, ref int at)
    {
        while (at + 1 < file.Length)
        {
            if (file[at] == 0xFF && file[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                at += 2;
                return file[at - 1];
            }

            at++;
        }

        return -1;
    }

    private void Segment(int marker, ReadOnlySpan<byte> part)
    {
        switch (marker)
        {
            case 0xDB: ReadQuantization(part); break;
            case 0xC4: ReadHuffman(part); break;
            case 0xC0 or 0xC1 or 0xC2: ReadFrame(part, marker == 0xC2); break;
            case 0xDD: _restart = part.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(part) : 0; break;
            case 0xEE: _colourTransform = part.Length >= 12 && part[..5].SequenceEqual("Adobe"u8) ? part[11] : _colourTransform; break;
            case >= 0xC3 and <= 0xCF and not 0xC8 and not 0xCC: throw new InvalidInputException($"'{name}' is a JPEG file of a kind (SOF{marker - 0xC0}) that is not read. Save it as a baseline one, or as PNG.");
        }
    }

    private void ReadQuantization(ReadOnlySpan<byte> part)
    {
        while (part.Length > 0)
        {
            int wide = part[0] >> 4, id = part[0] & 15, size = 1 + (64 * (wide + 1));
            if (wide > 1 || id > 3 || part.Length < size)
            {
                throw Damaged("a quantization table is spoilt");
            }

            int[] table = _quantization[id] = new int[64];
            for (int i = 0; i < 64; i++)
            {
                table[JpegTransform.Zigzag[i]] = wide == 1 ? BinaryPrimitives.ReadUInt16BigEndian(part[(1 + (2 * i))..]) : part[1 + i];
            }

            part = part[size..];
        }
    }

    private void ReadHuffman(ReadOnlySpan<byte> part)
    {
        while (part.Length > 0)
        {
            int kind = part[0] >> 4, id = part[0] & 15, symbols = 0;
            for (int i = 1; i <= 16 && i < part.Length; i++)
            {
                symbols += part[i];
            }

            if (kind > 1 || id > 3 || part.Length < 17 + symbols || JpegHuffman.TryCreate(part.Slice(1, 16), part.Slice(17, symbols)) is not { } table)
            {
                throw Damaged("a Huffman table is spoilt");
            }

            (kind == 0 ? _direct : _alternating)[id] = table;
            part = part[(17 + symbols)..];
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> part, bool progressive)
    {
        _progressive = progressive;
        int count = part.Length < 6 ? 0 : part[5];
        if (part.Length != 6 + (3 * count) || part[0] != 8 || count is not (1 or 3) || _components.Length > 0)
        {
            throw Damaged($"its frame has {count} components of {(part.Length > 0 ? part[0] : 0)} bits (1 or 3 of 8 are read)");
        }

        (_height, _width) = (BinaryPrimitives.ReadUInt16BigEndian(part[1..]), BinaryPrimitives.ReadUInt16BigEndian(part[3..]));
        RasterImage.CheckSize(name, _width, _height, limits);
        _components = new JpegComponent[count];
        for (int c = 0; c < count; c++)
        {
            ReadOnlySpan<byte> at = part[(6 + (3 * c))..];
            _components[c] = new JpegComponent { Id = at[0], Horizontal = at[1] >> 4, Vertical = at[1] & 15, Quantization = at[2] };
        }

        if (_components.Any(c => c.Horizontal is < 1 or > 4 || c.Vertical is < 1 or > 4 || c.Quantization > 3))
        {
            throw Damaged("its components are spoilt");
        }

        Allocate();
    }

    private void Allocate()
    {
        int across = _components.Max(c => c.Horizontal), down = _components.Max(c => c.Vertical);
        foreach (JpegComponent c in _components)
        {
            c.BlocksWide = Ceiling(_width * c.Horizontal, 8 * across);
            c.BlocksHigh = Ceiling(_height * c.Vertical, 8 * down);
            c.BlockStride = c.Horizontal * Ceiling(_width, 8 * across);
            c.Coefficients = new short[64 * c.BlockStride * c.Vertical * Ceiling(_height, 8 * down)];
        }
    }

    private int Scan(ReadOnlySpan<byte> part, ReadOnlySpan<byte> file, int start)
    {
        JpegComponent[] components = Selected(part);
        JpegScan scan = Range(part[(1 + (2 * components.Length))..], components);
        var bits = new JpegBits(file, start);
        bool alone = components.Length == 1;
        int across = _components.Max(c => c.Horizontal), down = _components.Max(c => c.Vertical), endRun = 0;
        int columns = alone ? components[0].BlocksWide : Ceiling(_width, 8 * across), rows = alone ? components[0].BlocksHigh : Ceiling(_height, 8 * down);
        for (int unit = 0; unit < columns * rows; unit++)
        {
            if (_restart > 0 && unit > 0 && unit % _restart == 0)
            {
                Restart(ref bits, components);
                endRun = 0;
            }

            foreach (JpegComponent c in components)
            {
                int wide = alone ? 1 : c.Horizontal, high = alone ? 1 : c.Vertical;
                for (int b = 0; b < wide * high; b++)
                {
                    int block = (((unit / columns * high) + (b / wide)) * c.BlockStride) + (unit % columns * wide) + (b % wide);
                    if (!scan.Block(ref bits, c, c.Coefficients.AsSpan(64 * block, 64), ref endRun))
                    {
                        throw Damaged("a code does not exist");
                    }
                }
            }

            if (bits.Missing > 1 << 12)
            {
                throw Damaged("its pixels are cut off");
            }
        }

        return bits.Position;
    }

    private JpegComponent[] Selected(ReadOnlySpan<byte> part)
    {
        int count = part.Length < 1 ? 0 : part[0];
        if (_components.Length == 0 || count < 1 || count > _components.Length || part.Length < 4 + (2 * count))
        {
            throw Damaged("a scan is spoilt or comes before its frame");
        }

        var selected = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            int id = part[1 + (2 * i)], tables = part[2 + (2 * i)];
            selected[i] = Array.Find(_components, c => c.Id == id) ?? throw Damaged($"a scan names component {id}");
            (selected[i].Direct, selected[i].Alternating, selected[i].Prediction) = ((tables >> 4) < 4 ? _direct[tables >> 4] : null, (tables & 15) < 4 ? _alternating[tables & 15] : null, 0);
        }

        return selected;
    }

    private JpegScan Range(ReadOnlySpan<byte> part, JpegComponent[] components)
    {
        JpegScan scan = _progressive ? new JpegScan(part[0], part[1], part[2] >> 4 > 0, part[2] & 15) : new JpegScan(0, 63, false, 0);
        bool direct = scan.First == 0 && !scan.Refines, alternating = scan.Last > 0;
        bool known = scan.First <= scan.Last && scan.Last < 64 && scan.Shift < 14 && (!_progressive || scan.First > 0 || scan.Last == 0) && (scan.First == 0 || components.Length == 1);
        return known && components.All(c => (!direct || c.Direct is not null) && (!alternating || c.Alternating is not null))
            ? scan : throw Damaged($"a scan of coefficients {scan.First} to {scan.Last} cannot be, or lacks a table");
    }

    private void Restart(ref JpegBits bits, JpegComponent[] components)
    {
        if (!bits.Restart())
        {
            throw Damaged("a restart marker is missing");
        }

        foreach (JpegComponent c in components)
        {
            c.Prediction = 0;
        }
    }

    private static int Ceiling(int value, int unit) => (value + unit - 1) / unit;

    private InvalidInputException Damaged(string why) => new($"'{name}' is a damaged JPEG file: {why}. Get it again.");
}
