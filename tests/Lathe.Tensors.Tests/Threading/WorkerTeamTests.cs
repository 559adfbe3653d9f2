using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Tests.Threading;

public sealed unsafe class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void For_AnyLength_VisitsEveryIndexOnce(int threads)
    {
        using WorkerTeam team = WorkerTeam.Create(threads);
        foreach (int length in new[] { 0, 1, 2, threads, 100, 1001 })
        {
            int[] visits = new int[length + 1];
            fixed (int* counts = visits)
            {
                team.For(length, 1, new Count(counts));
            }

            visits.AsSpan(0, length).ToArray().ShouldAllBe(v => v == 1);
            visits[length].ShouldBe(0);
        }
    }

    [Fact]
    public void For_InsideALoop_RunsOnTheCallingThread()
    {
        using WorkerTeam team = WorkerTeam.Create(3);
        int[] visits = new int[30];
        fixed (int* counts = visits)
        {
            team.For(3, 1, new Nested(team, counts));
        }

        visits.ShouldAllBe(v => v == 1);
    }

    [Fact]
    public void For_WhenABodyFails_RethrowsAndWorksOn()
    {
        using WorkerTeam team = WorkerTeam.Create(2);
        Should.Throw<InvalidOperationException>(() => team.For(10, 1, default(Failing)));
        int[] visits = new int[10];
        fixed (int* counts = visits)
        {
            team.For(10, 1, new Count(counts));
        }

        visits.ShouldAllBe(v => v == 1);
    }

    private readonly struct Count(int* counts) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                Interlocked.Increment(ref counts[i]);
            }
        }
    }

    private readonly struct Nested(WorkerTeam team, int* counts) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                team.For(10, 1, new Count(counts + (10 * i)));
            }
        }
    }

    private readonly struct Failing : IRangeBody
    {
        public void Run(int begin, int end) => throw new InvalidOperationException("body");
    }
}
