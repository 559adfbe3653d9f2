using Lathe.Tensors.Memory;

namespace Lathe.Pipeline.Tests.Memory;

/// <summary>
/// The most memory that work keeps alive: managed objects after a collection, many times a second, and the peak of tensors. What waits to be
/// collected does not count: how much that is depends on the machine's caches, not on the work.
/// </summary>
internal static class LiveMemory
{
    private const int MillisecondsBetween = 20;

    public static long PeakOf(Action work)
    {
        TensorAllocator.Shared.ResetPeak();
        long before = GC.GetTotalMemory(forceFullCollection: true) + TensorAllocator.Shared.LiveBytes, managed = 0;
        using var done = new ManualResetEventSlim();
        var sampler = new Thread(() =>
        {
            while (!done.Wait(MillisecondsBetween))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
                managed = Math.Max(managed, GC.GetTotalMemory(forceFullCollection: false));
            }
        })
        { IsBackground = true };
        sampler.Start();
        try
        {
            work();
        }
        finally
        {
            done.Set();
            sampler.Join();
        }

        return managed + TensorAllocator.Shared.PeakBytes - before;
    }
}
