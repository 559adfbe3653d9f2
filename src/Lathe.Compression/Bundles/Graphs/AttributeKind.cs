namespace Lathe.Compression.Bundles.Graphs;

/// <summary>The types of attributes.</summary>
internal enum AttributeKind : byte
{
    Int,
    Float,
    Text,
    Tensor,
    Graph,
    Ints,
    Floats,
    Texts,
}
