using System.Runtime.InteropServices;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>Aligned floats for a kernel, followed by a guard that no kernel may write.</summary>
public sealed unsafe class KernelBuffer : IDisposable
{
    private const int Guard = 32;
    private const float Pattern = 54321.5f;

    public KernelBuffer(int count)
    {
        Count = count;
        Pointer = (float*)NativeMemory.AlignedAlloc((nuint)((count + Guard) * sizeof(float)), 64);
        Span.Fill(float.NaN);
        new Span<float>(Pointer + count, Guard).Fill(Pattern);
    }

    public int Count { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Count);

    public float this[long index] => Pointer[index];

    /// <summary>Uniform numbers in [low, high), exact in bfloat16 when asked for.</summary>
    public static KernelBuffer Random(int count, int seed, float low = -1, float high = 1)
    {
        var buffer = new KernelBuffer(count);
        RandomKey.FromSeed(seed).FillUniform(buffer.Span, low, high);
        return buffer;
    }

    /// <summary>Rounds these numbers to bfloat16 and returns them so stored.</summary>
    public KernelBuffer ToBFloat16()
    {
        var result = new KernelBuffer((Count + 1) / 2);
        ushort* halves = (ushort*)result.Pointer;
        for (int i = 0; i < Count; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(Pointer[i]) & 0xFFFF0000u;
            Pointer[i] = BitConverter.UInt32BitsToSingle(bits);
            halves[i] = (ushort)(bits >> 16);
        }

        return result;
    }

    /// <summary>Compares relative to the largest expected number, and looks at the guard.</summary>
    public void ShouldMatch(ReadOnlySpan<double> expected, double tolerance, string what)
    {
        expected.Length.ShouldBe(Count);
        double scale = 1;
        foreach (double value in expected)
        {
            scale = double.IsFinite(value) ? Math.Max(scale, Math.Abs(value)) : scale;
        }

        for (int i = 0; i < Count; i++)
        {
            bool same = Pointer[i].Equals((float)expected[i]) || Math.Abs(Pointer[i] - expected[i]) <= tolerance * scale;
            same.ShouldBeTrue($"{what}: element {i} is {Pointer[i]}, expected {expected[i]}");
        }

        new ReadOnlySpan<float>(Pointer + Count, Guard).IndexOfAnyExcept(Pattern).ShouldBe(-1, $"{what}: wrote past the end");
    }

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
