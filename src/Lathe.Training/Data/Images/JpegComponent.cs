namespace Lathe.Training.Data.Images;

/// <summary>One colour component of a JPEG image while it is decoded.</summary>
internal sealed class JpegComponent
{
    public required int Id { get; init; }

    public required int Horizontal { get; init; }

    public required int Vertical { get; init; }

    public required int Quantization { get; init; }

    /// <summary>Blocks that hold pixels.</summary>
    public int BlocksWide { get; set; }

    public int BlocksHigh { get; set; }

    /// <summary>Blocks of a row as allocated.</summary>
    public int BlockStride { get; set; }

    /// <summary>Quantized coefficients, 64 of each block, row by row within it.</summary>
    public short[] Coefficients { get; set; } = [];

    /// <summary>Decoded pixels, rows of 8 times the block stride.</summary>
    public byte[] Plane { get; set; } = [];

    public JpegHuffman? Direct { get; set; }

    public JpegHuffman? Alternating { get; set; }

    public int Prediction { get; set; }

    /// <summary>Coefficients to pixels.</summary>
    public void Invert(int[] quantization)
    {
        Plane = new byte[Coefficients.Length];
        Span<float> block = stackalloc float[64];
        for (int b = 0; b < Coefficients.Length / 64; b++)
        {
            for (int i = 0; i < 64; i++)
            {
                block[i] = Coefficients[(b * 64) + i] * quantization[i];
            }

            JpegTransform.Inverse(block, Plane.AsSpan((b / BlockStride * 64 * BlockStride) + (b % BlockStride * 8)), 8 * BlockStride);
        }
    }
}
