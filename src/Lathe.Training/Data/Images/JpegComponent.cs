namespace Lathe.Training.Data.Images;

/// <summary>One colour component of a JPEG image while it is decoded.</summary>
internal sealed class JpegComponent
{
    public required int Id { get; init; }

    public required int Horizontal { get; init; }

    public required int Vertical { get; init; }

    public required int Quantization { get; init; }

    /// <summary>Blocks that hold pixels, and blocks allocated (whole units).</summary>
    public int BlocksWide { get; set; }

    public int BlocksHigh { get; set; }

    public int Stride { get; set; }

    public byte[] Plane { get; set; } = [];

    public JpegHuffman? Direct { get; set; }

    public JpegHuffman? Alternating { get; set; }

    public int Prediction { get; set; }
}
