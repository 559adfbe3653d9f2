using System.Numerics;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Audio;

namespace Lathe.Training.Tests.Data.Audio;

public class MfccTests
{
    [Fact]
    public void Transform_RandomNumbers_IsTheDefinition()
    {
        double[] re = [.. Enumerable.Range(0, 64).Select(i => (double)RandomKey.FromSeed(1).Normal((ulong)i))], im = [.. Enumerable.Range(0, 64).Select(i => (double)RandomKey.FromSeed(2).Normal((ulong)i))];
        double[] fastRe = [.. re], fastIm = [.. im];
        new Fourier(64).Transform(fastRe, fastIm);

        for (int k = 0; k < 64; k++)
        {
            Complex sum = Complex.Zero;
            for (int n = 0; n < 64; n++)
            {
                sum += new Complex(re[n], im[n]) * Complex.FromPolarCoordinates(1, -2 * Math.PI * k * n / 64);
            }

            (sum - new Complex(fastRe[k], fastIm[k])).Magnitude.ShouldBeLessThan(1e-10);
        }
    }

    [Fact]
    public void Compute_OneSecondAt16000_HasTheShapeOfMlperfTiny() => new Mfcc(new MfccOptions(), 16000).Shape.ShouldBe(new Shape(1, 49, 10));

    /// <summary>All coefficients kept, the transform can be undone: the bands of a tone's energies peak where its frequency lies.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void Compute_OfATone_PeaksInItsBand(double hertz)
    {
        var options = new MfccOptions { Coefficients = 40, Lowest = 0 };
        var mfcc = new Mfcc(options, 8000);
        float[] tone = [.. Enumerable.Range(0, 8000).Select(i => (float)Math.Sin(2 * Math.PI * hertz * i / 8000))], result = new float[mfcc.Shape.Count];
        mfcc.Compute(tone, result);
        double[] bands = [.. Enumerable.Range(0, 40).Select(m => Enumerable.Range(0, 40).Sum(k => Math.Sqrt((k == 0 ? 1 : 2) / 40.0) * Math.Cos(Math.PI * k * (m + 0.5) / 40) * result[(10 * 40) + k]))];
        double place = 2595 * Math.Log10(1 + (hertz / 700)) / (2595 * Math.Log10(1 + (4000 / 700.0))) * 41;

        Math.Abs(Array.IndexOf(bands, bands.Max()) + 1 - place).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Compute_OfSilence_IsTheFloorInTheFirstCoefficientOnly()
    {
        var mfcc = new Mfcc(new MfccOptions(), 8000);
        float[] result = new float[mfcc.Shape.Count];
        mfcc.Compute([], result);

        result[0].ShouldBe((float)(Math.Sqrt(40) * Math.Log(1e-10)), 1e-3f);
        result[1..10].ShouldAllBe(v => Math.Abs(v) < 1e-4);
    }

    [Fact]
    public void Constructor_OptionsThatCannotWork_AreRefused()
    {
        Should.Throw<InvalidInputException>(() => new Mfcc(new MfccOptions { Highest = 8000 }, 8000));
        Should.Throw<InvalidInputException>(() => new Mfcc(new MfccOptions { Coefficients = 50 }, 8000));
        Should.Throw<InvalidInputException>(() => new Mfcc(new MfccOptions { Seconds = 0.01 }, 8000));
    }
}
