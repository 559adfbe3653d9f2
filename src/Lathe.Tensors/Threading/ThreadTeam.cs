using System.Runtime.CompilerServices;

namespace Lathe.Tensors.Threading;

/// <summary>
/// A fixed team of threads that share loops. Ranges are split statically, so the same thread count gives the same
/// partition and, with it, the same rounding.
/// </summary>
/// <remarks>
/// With oneDNN in the process the team runs on oneDNN's own OpenMP threads: two pools that both spin would take turns
/// on the same cores.
/// </remarks>
public abstract unsafe class ThreadTeam
{
    /// <summary>How many threads take part, the calling one included.</summary>
    public abstract int Count { get; }

    /// <summary>Runs <paramref name="body"/> over 0..<paramref name="length"/>, at least <paramref name="grain"/> indices a thread.</summary>
    /// <remarks>Calls made from inside a body run on the calling thread alone. An exception in a body is rethrown here.</remarks>
    public void For<TBody>(int length, int grain, TBody body)
        where TBody : struct, IRangeBody
    {
        int parts = (int)Math.Min(Count, ((long)length + grain - 1) / Math.Max(1, grain));
        if (parts <= 1 || InsideParallel)
        {
            if (length > 0)
            {
                body.Run(0, length);
            }

            return;
        }

        var job = new Job { Length = length, Parts = parts, Body = Unsafe.AsPointer(ref body), Invoke = &InvokeBody<TBody> };
        ParallelJob(ref job);
    }

    /// <summary>True while the calling thread executes a part of a loop.</summary>
    protected abstract bool InsideParallel { get; }

    /// <summary>Runs parts 0..Parts-1 of the job, each once, and returns when all are done.</summary>
    private protected abstract void ParallelJob(ref Job job);

    /// <summary>Runs one part of a job.</summary>
    private protected static void RunPart(in Job job, int part)
    {
        int begin = (int)((long)job.Length * part / job.Parts);
        int end = (int)((long)job.Length * (part + 1) / job.Parts);
        if (begin < end)
        {
            job.Invoke(job.Body, begin, end);
        }
    }

    private static void InvokeBody<TBody>(void* body, int begin, int end)
        where TBody : struct, IRangeBody => Unsafe.AsRef<TBody>(body).Run(begin, end);

    /// <summary>One loop: its length, its split, and the body behind a pointer.</summary>
    private protected struct Job
    {
        public int Length;
        public int Parts;
        public void* Body;
        public delegate*<void*, int, int, void> Invoke;
    }
}
