using System.Buffers.Binary;
using System.IO.Compression;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Images;

namespace Lathe.Training.Tests.Data.Images;

public class RasterImageTests
{
    private static readonly byte[] s_picture = [.. Enumerable.Range(0, 21 * 13).SelectMany(i => new[] { (byte)(i % 21 * 12), (byte)(i / 21 * 19), (byte)((((i % 21 / 4) + (i / 21 / 4)) % 2 * 200) + 20) })];

    [Theory]
    [InlineData(PictureFiles.InterlacedPng)]
    [InlineData(PictureFiles.DeepPng)]
    public void Decode_Png_IsThePicture(string file) => Decode(file).Pixels.ShouldBe(s_picture);

    [Theory]
    [InlineData(PictureFiles.PalettePng)]
    [InlineData(PictureFiles.InterlacedPalettePng)]
    public void Decode_PalettePng_IsThePictureInFewColours(string file) => Decode(file).Pixels.ShouldBe(Convert.FromBase64String(PictureFiles.PaletteColours));

    [Theory]
    [InlineData(PictureFiles.SubsampledJpeg, PictureFiles.SubsampledJpegPixels)]
    [InlineData(PictureFiles.RestartsJpeg, PictureFiles.RestartsJpegPixels)]
    [InlineData(PictureFiles.HalvesJpeg, PictureFiles.HalvesJpegPixels)]
    [InlineData(PictureFiles.GreyJpeg, PictureFiles.GreyJpegPixels)]
    [InlineData(PictureFiles.ProgressiveJpeg, PictureFiles.ProgressiveJpegPixels)]
    public void Decode_Jpeg_IsWhatTheReferenceDecoderGives(string file, string pixels)
    {
        RasterImage image = Decode(file);

        (image.Width, image.Height).ShouldBe((21, 13));
        image.Pixels.Zip(Convert.FromBase64String(pixels), (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(0, 4)]
    [InlineData(0, 8)]
    [InlineData(0, 16)]
    [InlineData(2, 8)]
    [InlineData(2, 16)]
    [InlineData(4, 8)]
    [InlineData(6, 8)]
    [InlineData(6, 16)]
    public void Decode_EveryColourAndDepth_WithEveryFilter(int colour, int depth)
    {
        int channels = colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 }, length = ((7 * channels * depth) + 7) / 8;
        byte[] rows = [.. Enumerable.Range(0, 10 * length).Select(i => (byte)(i * 37))];

        RasterImage image = RasterImage.Decode("made.png", PngWriter.Write(7, 10, colour, depth, rows, length, Math.Max(1, channels * depth / 8)));

        for (int y = 0; y < 10; y++)
        {
            for (int x = 0; x < 7; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int index = (x * channels) + (channels > 2 ? c : 0), bit = index * depth;
                    int value = depth >= 8 ? rows[(y * length) + (bit / 8)] : ((rows[(y * length) + (bit / 8)] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1)) * 255 / ((1 << depth) - 1);
                    ((int)image.Pixels[(((y * 7) + x) * 3) + c]).ShouldBe(value);
                }
            }
        }
    }

    /// <summary>Whatever a few changed bytes do, the outcome is a picture or one error.</summary>
    [Fact]
    public void Decode_SpoiltFiles_AreDecodedOrOneError()
    {
        byte[][] files = [Convert.FromBase64String(PictureFiles.SubsampledJpeg), Convert.FromBase64String(PictureFiles.RestartsJpeg), Convert.FromBase64String(PictureFiles.InterlacedPng), Convert.FromBase64String(PictureFiles.PalettePng), Convert.FromBase64String(PictureFiles.ProgressiveJpeg)];
        int refused = 0;
        for (int n = 0; n < 4000; n++)
        {
            RandomKey key = RandomKey.FromSeed(n);
            byte[] file = [.. files[n % files.Length]];
            for (ulong i = 0; i < 1 + ((ulong)n % 4); i++)
            {
                file[key.Below(2 * i, file.Length)] = (byte)key.Below((2 * i) + 1, 256);
            }

            if (n % 7 == 0)
            {
                file = file[..key.Below(99, file.Length)];
            }

            file = n % 3 == 0 ? PngWriter.Repair(file) : file;
            try
            {
                RasterImage image = RasterImage.Decode("spoilt", file, new DataLimits { MostPixels = 100_000 });
                image.Pixels.Length.ShouldBe(3 * image.Width * image.Height);
            }
            catch (InvalidInputException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(1000, 3999);
    }

    [Fact]
    public void Decode_HugeImage_IsRefusedBeforeItsMemoryIsTaken()
    {
        byte[] file = PngWriter.Write(7, 1, 0, 8, new byte[7], 7, 1);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), 2_000_000_000);

        Should.Throw<InvalidInputException>(() => RasterImage.Decode("huge.png", PngWriter.Repair(file))).Message.ShouldContain("2000000000 x 1 pixels");
    }

    [Fact]
    public void Resize_ToHalf_AveragesAreas()
    {
        byte[] planes = new byte[3];
        new RasterImage(2, 2, [10, 0, 0, 20, 0, 0, 30, 0, 0, 40, 0, 100]).Resize(1, 1, 3, planes);

        planes.ShouldBe([25, 0, 25]);
    }

    [Fact]
    public void Resize_ToTheSameSize_KeepsPixels()
    {
        byte[] planes = new byte[3 * 21 * 13];
        new RasterImage(21, 13, s_picture).Resize(21, 13, 3, planes);

        for (int i = 0; i < 21 * 13; i++)
        {
            planes[i].ShouldBe(s_picture[3 * i]);
            planes[(2 * 21 * 13) + i].ShouldBe(s_picture[(3 * i) + 2]);
        }
    }

    private static RasterImage Decode(string file) => RasterImage.Decode("picture", Convert.FromBase64String(file));
}
