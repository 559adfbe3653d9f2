using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Lathe.Tensors.OneDnn.Native;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.OneDnn.Threading;

/// <summary>Runs managed loops on the OpenMP threads that oneDNN uses itself, so that only one pool spins.</summary>
/// <remarks>
/// GNU OpenMP keeps a pool per calling thread: loops from several threads at once work, but oversubscribe the cores.
/// Every loop wakes the whole team, whatever its number of parts: changing the team's size costs more than an idle part.
/// How long threads spin is left to GNU OpenMP (a few milliseconds): a loop starts in 1 to 2 us while they spin, but in 40 to 80 us
/// once they sleep (GOMP_SPINCOUNT=3000). Where other processes want the cores, a smaller GOMP_SPINCOUNT set by the user helps.
/// </remarks>
internal sealed unsafe class OpenMpTeam : ThreadTeam
{
    [ThreadStatic]
    private static bool s_inside;

    [ThreadStatic]
    private static int s_configured;

    /// <summary>Creates the team; the OpenMP threads start with the first loop.</summary>
    public OpenMpTeam(int count) => Count = Math.Max(1, count);

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    protected override bool InsideParallel => s_inside;

    /// <summary>True while the calling thread runs a part of a loop; native primitives may not be started there.</summary>
    public static bool Inside => s_inside;

    /// <summary>Makes oneDNN's own loops, when called from this thread, use this team's number of threads (OpenMP keeps it per thread).</summary>
    public void Configure()
    {
        if (s_configured != Count)
        {
            Gomp.SetThreadCount(Count);
            s_configured = Count;
        }
    }

    private protected override void ParallelJob(ref Job job)
    {
        var frame = new Frame { Job = Unsafe.AsPointer(ref job) };
        Gomp.Parallel(&RunParts, &frame, (uint)Count, 0);
        if (frame.Failure != 0)
        {
            GCHandle handle = GCHandle.FromIntPtr(frame.Failure);
            var failure = (Exception)handle.Target!;
            handle.Free();
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void RunParts(void* data)
    {
        var frame = (Frame*)data;
        ref Job job = ref Unsafe.AsRef<Job>(frame->Job);
        int threads = Gomp.GetThreadCount();
        s_inside = true;
        try
        {
            // OpenMP may grant fewer threads than asked for; every part must run all the same.
            for (int part = Gomp.GetThreadNumber(); part < job.Parts; part += threads)
            {
                RunPart(job, part);
            }
        }
        catch (Exception exception)
        {
            // No exception may cross native frames: the first one travels back to the caller of the loop.
            GCHandle handle = GCHandle.Alloc(exception);
            if (Interlocked.CompareExchange(ref frame->Failure, GCHandle.ToIntPtr(handle), 0) != 0)
            {
                handle.Free();
            }
        }
        finally
        {
            s_inside = false;
        }
    }

    private struct Frame
    {
        public void* Job;
        public nint Failure;
    }
}
