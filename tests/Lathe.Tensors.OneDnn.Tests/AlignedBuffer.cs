using System.Runtime.InteropServices;

namespace Lathe.Tensors.OneDnn.Tests;

/// <summary>A buffer of floats whose end is guarded by a pattern.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int Guard = 16;
    private const float Pattern = 12345.678f;

    public AlignedBuffer(long count)
    {
        Count = (int)count;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)((count + Guard) * sizeof(float)), 64);
        Span.Fill(float.NaN);
        new Span<float>(Pointer + count, Guard).Fill(Pattern);
    }

    public int Count { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Count);

    /// <summary>Uniform numbers in [-1, 1).</summary>
    public static AlignedBuffer Random(long count, int seed)
    {
        var buffer = new AlignedBuffer(count);
        RandomKey.FromSeed(seed).FillUniform(buffer.Span, -1, 1);
        return buffer;
    }

    /// <summary>A copy as bfloat16, in the lower half of a new buffer; this buffer gets the rounded values.</summary>
    public AlignedBuffer RoundToBFloat16()
    {
        var result = new AlignedBuffer((Count + 1) / 2);
        OneDnnFixture.Reference.Elementwise.Convert(Count, DType.Float32, Pointer, DType.BFloat16, result.Pointer);
        OneDnnFixture.Reference.Elementwise.Convert(Count, DType.BFloat16, result.Pointer, DType.Float32, Pointer);
        return result;
    }

    public AlignedBuffer Copy()
    {
        var result = new AlignedBuffer(Count);
        Span.CopyTo(result.Span);
        return result;
    }

    /// <summary>Compares with expected values, relative to the largest of them, and looks at the guard.</summary>
    public void ShouldMatch(AlignedBuffer expected, double tolerance, string what)
    {
        double scale = 1;
        foreach (float value in expected.Span)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (int i = 0; i < Count; i++)
        {
            double difference = Math.Abs(Pointer[i] - expected.Pointer[i]);
            (difference <= tolerance * scale).ShouldBeTrue($"{what}: element {i} is {Pointer[i]}, expected {expected.Pointer[i]}");
        }

        new ReadOnlySpan<float>(Pointer + Count, Guard).IndexOfAnyExcept(Pattern).ShouldBe(-1, $"{what}: wrote past the end");
    }

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
