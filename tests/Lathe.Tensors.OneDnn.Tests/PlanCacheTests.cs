namespace Lathe.Tensors.OneDnn.Tests;

public sealed class PlanCacheTests
{
    [Fact]
    public void Get_BeyondCapacity_DropsTheLeastRecentlyUsed()
    {
        var made = new List<int>();
        var dropped = new List<int>();
        var cache = new PlanCache<int, Plan>(2, key =>
        {
            made.Add(key);
            return new Plan(() => dropped.Add(key));
        });
        foreach (int key in new[] { 1, 2, 1, 3, 1, 2 })
        {
            cache.Get(key);
        }

        made.ShouldBe([1, 2, 3, 2]);
        dropped.ShouldBe([2, 3]);
        cache.Count.ShouldBe(2);
    }

    [Fact]
    public void Get_KeyWithoutPlan_IsAskedForOnce()
    {
        int calls = 0;
        var cache = new PlanCache<int, Plan>(2, _ =>
        {
            calls++;
            return null;
        });
        cache.Get(1).ShouldBeNull();
        cache.Get(1).ShouldBeNull();
        calls.ShouldBe(1);
    }

    private sealed class Plan(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }
}
