using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Lathe.Hardware.Devices;

/// <summary>A chain of 8-bit multiply-adds that this processor and this runtime can issue.</summary>
/// <param name="Name">Its instructions.</param>
/// <param name="Products">Products of one run.</param>
/// <param name="Run">Runs it once on one thread.</param>
internal sealed record ByteKernel(string Name, double Products, Action Run)
{
    private const int Steps = 1 << 20, Accumulators = 12;

    /// <summary>The fastest one, or null where the processor has dot products that this runtime does not issue, or no such instructions at all.</summary>
    public static ByteKernel? Find(MachineDescription machine) =>
        AvxVnni.IsSupported ? Of<VnniStep, Vector256<int>>("vpdpbusd")
        : Dp.IsSupported ? Of<ArmDotStep, Vector128<int>>("sdot")
        : Avx2.IsSupported && !machine.HasIntegerDotProducts ? Of<PairStep, Vector256<int>>("vpmaddubsw, vpmaddwd and vpaddd")
        : null;

    private static ByteKernel Of<TStep, TVector>(string name)
        where TStep : struct, IByteStep<TVector>
        where TVector : struct => new(name, (double)Steps * Accumulators * TStep.Products, Chains<TStep, TVector>);

    // Twelve sums that do not wait for one another hide the eleven cycles of the longest chain on two units.
    private static void Chains<TStep, TVector>()
        where TStep : struct, IByteStep<TVector>
        where TVector : struct
    {
        TVector a = TStep.Start(1), b = TStep.Start(2), c = TStep.Start(3), d = TStep.Start(4), e = TStep.Start(5), f = TStep.Start(6);
        TVector g = TStep.Start(7), h = TStep.Start(8), i = TStep.Start(9), j = TStep.Start(10), k = TStep.Start(11), l = TStep.Start(12);
        for (int n = 0; n < Steps; n++)
        {
            (a, b, c) = (TStep.Next(a), TStep.Next(b), TStep.Next(c));
            (d, e, f) = (TStep.Next(d), TStep.Next(e), TStep.Next(f));
            (g, h, i) = (TStep.Next(g), TStep.Next(h), TStep.Next(i));
            (j, k, l) = (TStep.Next(j), TStep.Next(k), TStep.Next(l));
        }

        Keep(a, b, c);
        Keep(d, e, f);
        Keep(g, h, i);
        Keep(j, k, l);
    }

    private static void Keep<T>(T one, T two, T three)
        where T : struct
    {
        GC.KeepAlive(one);
        GC.KeepAlive(two);
        GC.KeepAlive(three);
    }
}
