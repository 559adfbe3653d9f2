namespace Lathe.Compression.Bundles.Tensors;

/// <summary>Says in words how a section is coded, for reports.</summary>
internal static class SectionDescription
{
    private static readonly string[] s_orders = ["rows", "columns", "channels"];

    public static string Of(ReadOnlyMemory<byte> section)
    {
        var reader = new ByteReader(section);
        switch ((TensorKind)reader.Byte())
        {
            case TensorKind.Sparse:
                string order = s_orders[reader.Byte() % 3];
                ReadOnlySpan<byte> pattern = reader.Chunk().Span;
                string how = (PatternKind)pattern[0] == PatternKind.Blocks ? $"blocks of {pattern[1]} x {pattern[2]}" : Pattern((PatternKind)pattern[0]);
                return $"sparse by {order}, {how}; {Values(reader)}";
            case TensorKind.LineCodebooks:
                return $"a codebook for every {(reader.Byte() == 0 ? "row" : "column")}";
            case TensorKind.Hashed:
                return "hash buckets and a seed";
            default:
                return Values(reader);
        }
    }

    private static string Pattern(PatternKind kind) => kind switch
    {
        PatternKind.Distances => "relative indices",
        PatternKind.Learned => "learned pattern",
        PatternKind.GroupsOf4 => "groups of 4",
        _ => "groups of 8",
    };

    private static string Values(ByteReader reader)
    {
        switch ((ValueKind)reader.Byte())
        {
            case ValueKind.Codebook:
                int entries = reader.Number(int.MaxValue, "the size of a codebook");
                reader.Chunk();
                return $"{entries} distinct values, {((SymbolKind)reader.Byte()).ToString().ToLowerInvariant()}";
            case ValueKind.Planes:
                return "byte planes";
            default:
                return "raw";
        }
    }
}
