using Lathe.Tensors.OneDnn.Threading;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed class OpenMpTeamTests
{
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void For_AnyLength_VisitsEveryIndexOnce(int threads)
    {
        OneDnnFixture.SkipWithoutLibrary();
        var team = new OpenMpTeam(threads);
        foreach (int length in new[] { 0, 1, 2, 5, 64, 1001 })
        {
            int[] visits = new int[length];
            team.For(length, 1, new Count(visits));
            visits.ShouldAllBe(v => v == 1);
        }
    }

    [SkippableFact]
    public void For_SmallerThanTheGrain_RunsOnTheCaller()
    {
        OneDnnFixture.SkipWithoutLibrary();
        int[] threads = new int[10];
        new OpenMpTeam(2).For(10, 100, new RecordThread(threads));
        threads.ShouldAllBe(id => id == Environment.CurrentManagedThreadId);
    }

    [SkippableFact]
    public void For_BodyThrows_RethrowsOnTheCallerAndKeepsWorking()
    {
        OneDnnFixture.SkipWithoutLibrary();
        var team = new OpenMpTeam(2);
        InvalidInputException error = Should.Throw<InvalidInputException>(() => team.For(100, 1, new Throw()));
        error.Message.ShouldBe("body failed");
        int[] visits = new int[100];
        team.For(100, 1, new Count(visits));
        visits.ShouldAllBe(v => v == 1);
    }

    [SkippableFact]
    public void For_InsideABody_RunsOnThatThread()
    {
        OneDnnFixture.SkipWithoutLibrary();
        var team = new OpenMpTeam(2);
        int[] visits = new int[64];
        team.For(8, 1, new Nested(team, visits));
        visits.ShouldAllBe(v => v == 1);
    }

    [SkippableFact]
    public void For_FromSeveralThreads_KeepsTheirLoopsApart()
    {
        OneDnnFixture.SkipWithoutLibrary();
        var team = new OpenMpTeam(2);
        Parallel.For(0, 4, _ =>
        {
            for (int i = 0; i < 50; i++)
            {
                int[] visits = new int[33];
                team.For(33, 1, new Count(visits));
                visits.ShouldAllBe(v => v == 1);
            }
        });
    }

    private readonly struct Count(int[] visits) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                Interlocked.Increment(ref visits[i]);
            }
        }
    }

    private readonly struct RecordThread(int[] threads) : IRangeBody
    {
        public void Run(int begin, int end) => threads.AsSpan(begin, end - begin).Fill(Environment.CurrentManagedThreadId);
    }

    private readonly struct Throw : IRangeBody
    {
        public void Run(int begin, int end) => throw new InvalidInputException("body failed");
    }

    private readonly struct Nested(ThreadTeam team, int[] visits) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                int[] part = new int[8];
                team.For(8, 1, new Count(part));
                part.CopyTo(visits, i * 8);
            }
        }
    }
}
