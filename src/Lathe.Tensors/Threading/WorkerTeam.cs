using System.Runtime.ExceptionServices;

namespace Lathe.Tensors.Threading;

/// <summary>A team on threads of its own: they spin briefly for the next loop, then sleep.</summary>
public sealed class WorkerTeam : ThreadTeam, IDisposable
{
    private const int SpinRounds = 4000;

    [ThreadStatic]
    private static bool s_inside;

    private readonly Lock _lock = new();
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _asleep;
    private readonly Exception?[] _failures;
    private Job _job;
    private int _generation;
    private int _pending;
    private bool _stopped;

    private WorkerTeam(int count)
    {
        Count = count;
        _threads = new Thread[count - 1];
        _wake = new SemaphoreSlim[count - 1];
        _asleep = new int[count - 1];
        _failures = new Exception?[count];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i;
            _wake[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => Work(worker)) { IsBackground = true, Name = $"lathe-{i + 1}" };
            _threads[i].Start();
        }
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    protected override bool InsideParallel => s_inside;

    /// <summary>Starts a team of the given number of threads, the caller's included.</summary>
    public static WorkerTeam Create(int threads) => new(Math.Max(1, threads));

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        if (_stopped)
        {
            return;
        }

        Volatile.Write(ref _stopped, true);
        foreach (SemaphoreSlim wake in _wake)
        {
            wake.Release();
        }
    }

    private protected override void ParallelJob(ref Job job)
    {
        lock (_lock)
        {
            _job = job;

            // Every worker answers every job, also one with no part for it: a late one would else read the next job twice.
            _pending = Count - 1;
            Interlocked.Increment(ref _generation);
            for (int i = 0; i < _asleep.Length; i++)
            {
                if (Interlocked.Exchange(ref _asleep[i], 0) == 1)
                {
                    _wake[i].Release();
                }
            }

            RunGuarded(0);
            var spinner = default(SpinWait);
            while (Volatile.Read(ref _pending) > 0)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
            }

            Rethrow();
        }
    }

    private void Work(int worker)
    {
        int seen = 0;
        while (true)
        {
            seen = WaitForNext(worker, seen);
            if (Volatile.Read(ref _stopped))
            {
                return;
            }

            if (worker + 1 < _job.Parts)
            {
                RunGuarded(worker + 1);
            }

            Interlocked.Decrement(ref _pending);
        }
    }

    private int WaitForNext(int worker, int seen)
    {
        for (int i = 0; i < SpinRounds; i++)
        {
            int now = Volatile.Read(ref _generation);
            if (now != seen)
            {
                return now;
            }

            Thread.SpinWait(8);
        }

        Interlocked.Exchange(ref _asleep[worker], 1);

        // A job may have been posted between the last look and falling asleep.
        if (Volatile.Read(ref _generation) == seen || Interlocked.Exchange(ref _asleep[worker], 0) == 0)
        {
            _wake[worker].Wait();
        }

        // A slow poster may wake a worker that has already answered its job and gone to sleep: that is no new job.
        int current = Volatile.Read(ref _generation);
        return current != seen || Volatile.Read(ref _stopped) ? current : WaitForNext(worker, seen);
    }

    private void RunGuarded(int part)
    {
        s_inside = true;
        try
        {
            RunPart(_job, part);
        }
        catch (Exception exception)
        {
            _failures[part] = exception;
        }
        finally
        {
            s_inside = false;
        }
    }

    private void Rethrow()
    {
        for (int i = 0; i < _failures.Length; i++)
        {
            if (_failures[i] is { } failure)
            {
                Array.Clear(_failures);
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }
}
