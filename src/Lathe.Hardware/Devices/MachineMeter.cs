using System.Numerics;

namespace Lathe.Hardware.Devices;

/// <summary>Measures the rates of the machine at hand, the best of several rounds: what disturbs only ever slows.</summary>
public static class MachineMeter
{
    private const int Rounds = 5, Accumulators = 8, MultiplyAdds = 1 << 20, BufferBytes = 64 << 20;

    /// <summary>Measures; takes well under a second.</summary>
    public static MachineRates Measure(TimeProvider clock, int threads)
    {
        double operations = 0, bandwidth = 0, bytes = 0;
        ByteKernel? kernel = ByteKernel.Find(MachineDescription.Detect());
        byte[] from = GC.AllocateUninitializedArray<byte>(BufferBytes), to = GC.AllocateUninitializedArray<byte>(BufferBytes);
        from.AsSpan().Fill(1);
        for (int round = 0; round < Rounds; round++)
        {
            operations = Math.Max(operations, threads * (double)MultiplyAdds * Accumulators * Vector<float>.Count * 2 / Seconds(clock, threads, _ => Multiply()));
            bandwidth = Math.Max(bandwidth, 2.0 * BufferBytes / Seconds(clock, threads, part => Copy(from, to, part, threads)));
            if (kernel is not null)
            {
                bytes = Math.Max(bytes, threads * kernel.Products * 2 / Seconds(clock, threads, _ => kernel.Run()));
            }
        }

        return new MachineRates(operations, bandwidth, kernel is null ? null : bytes, kernel?.Name);
    }

    private static double Seconds(TimeProvider clock, int threads, Action<int> work)
    {
        long start = clock.GetTimestamp();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
        return clock.GetElapsedTime(start).TotalSeconds;
    }

    private static void Copy(byte[] from, byte[] to, int part, int parts)
    {
        int length = BufferBytes / parts;
        from.AsSpan(part * length, length).CopyTo(to.AsSpan(part * length, length));
    }

    // Eight sums that do not wait for one another keep two units of four cycles busy.
    private static void Multiply()
    {
        var (factor, term) = (new Vector<float>(0.999f), new Vector<float>(1e-3f));
        Vector<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term;
        for (int i = 0; i < MultiplyAdds; i++)
        {
            a = Vector.FusedMultiplyAdd(a, factor, term);
            b = Vector.FusedMultiplyAdd(b, factor, term);
            c = Vector.FusedMultiplyAdd(c, factor, term);
            d = Vector.FusedMultiplyAdd(d, factor, term);
            e = Vector.FusedMultiplyAdd(e, factor, term);
            f = Vector.FusedMultiplyAdd(f, factor, term);
            g = Vector.FusedMultiplyAdd(g, factor, term);
            h = Vector.FusedMultiplyAdd(h, factor, term);
        }

        GC.KeepAlive(Vector.Sum(a + b + c + d + e + f + g + h));
    }
}
