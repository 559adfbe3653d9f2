using Lathe.Tensors.Memory;

namespace Lathe.Tensors.Tests.Memory;

public sealed class TensorAllocatorTests
{
    [Fact]
    public void Allocate_AboveTheLimit_SaysWhatIsHeldAndAllowed()
    {
        var allocator = new TensorAllocator(1 << 20);
        nint block = allocator.Allocate(900_000, out long size);
        Should.Throw<TensorMemoryException>(() => allocator.Allocate(900_000, out _)).Message.ShouldContain("900,000");
        allocator.Free(block, size);
        allocator.LiveBytes.ShouldBe(0);
        allocator.Trim();
    }

    [Fact]
    public void Allocate_AfterAFreeOfTheSameSize_ReusesTheBlock()
    {
        var allocator = new TensorAllocator(1 << 20);
        nint first = allocator.Allocate(1000, out long size);
        allocator.Free(first, size);
        allocator.Allocate(990, out long again).ShouldBe(first);
        again.ShouldBe(size);
        allocator.Free(first, again);
        allocator.Trim();
    }

    [Fact]
    public void Allocate_WhenFreeBlocksFillTheLimit_GivesThemBackFirst()
    {
        var allocator = new TensorAllocator(1 << 20);
        nint block = allocator.Allocate(600_000, out long size);
        allocator.Free(block, size);
        nint other = allocator.Allocate(1_000_000, out long otherSize);
        other.ShouldNotBe(0);
        allocator.Free(other, otherSize);
        allocator.Trim();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(123_457)]
    [InlineData(100_000_000)]
    public void SizeClass_OfAnySize_WastesAtMostAnEighth(long bytes)
    {
        long size = TensorAllocator.SizeClass(bytes);
        size.ShouldBeGreaterThanOrEqualTo(bytes);
        ((double)size).ShouldBeLessThanOrEqualTo(Math.Max(512, bytes * 1.126));
    }

    [Fact]
    public void Peak_AfterAReset_StartsAtWhatIsLive()
    {
        var allocator = new TensorAllocator(1 << 20);
        nint a = allocator.Allocate(100_000, out long sizeA);
        nint b = allocator.Allocate(100_000, out long sizeB);
        allocator.Free(b, sizeB);
        allocator.PeakBytes.ShouldBe(sizeA + sizeB);
        allocator.ResetPeak();
        allocator.PeakBytes.ShouldBe(sizeA);
        allocator.Free(a, sizeA);
        allocator.Trim();
    }
}
