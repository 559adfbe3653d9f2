using Lathe.Tensors.Memory;

namespace Lathe.Tensors.Tests.Memory;

[Collection(SharedAllocatorCollection.Name)]
public sealed class TensorLifetimeTests
{
    [Fact]
    public void Use_AfterDispose_NamesTheTensor()
    {
        Tensor tensor = Tensor.Zeros(new Shape(2, 3));
        tensor.Name = "stem/weight";
        tensor.Dispose();
        Should.Throw<TensorStateException>(() => tensor.ToArray<float>()).Message.ShouldContain("'stem/weight'");
    }

    [Fact]
    public void Use_AfterItsScope_IsAnError()
    {
        Tensor inner;
        using (TensorScope.Begin())
        {
            inner = Functions.Relu(Tensor.Full(new Shape(4), 1));
        }

        inner.IsDisposed.ShouldBeTrue();
        Should.Throw<TensorStateException>(() => Functions.Relu(inner));
    }

    [Fact]
    public void MoveOut_OfNestedScopes_LivesUntilTheOuterEnds()
    {
        Tensor moved;
        using (TensorScope outer = TensorScope.Begin())
        {
            using (TensorScope inner = TensorScope.Begin())
            {
                moved = inner.MoveOut(Tensor.Full(new Shape(3), 7));
            }

            moved.ToArray<float>().ShouldBe([7, 7, 7]);
        }

        moved.IsDisposed.ShouldBeTrue();
    }

    [Fact]
    public void Retain_AfterTheFirstHandleIsFreed_KeepsTheData()
    {
        Tensor first = Tensor.Full(new Shape(2), 5);
        using Tensor second = first.Retain();
        first.Dispose();
        second.ToArray<float>().ShouldBe([5, 5]);
    }

    [Fact]
    public void Scopes_OfManyTemporaries_ReturnAllMemory()
    {
        long before = TensorAllocator.Shared.LiveBytes;
        for (int i = 0; i < 10; i++)
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor x = Tensor.Full(new Shape(100, 100), i);
            Functions.MatMul(Functions.Relu(x), x);
        }

        TensorAllocator.Shared.LiveBytes.ShouldBe(before);
    }

    [Fact]
    public void From_WrongCount_NamesBoth() =>
        Should.Throw<ShapeException>(() => Tensor.From<float>([1, 2, 3], new Shape(2, 2))).Message.ShouldContain("3 values");

    [Fact]
    public void MatMul_InnerSizesThatDiffer_AreNamed()
    {
        using TensorScope scope = TensorScope.Begin();
        string message = Should.Throw<ShapeException>(() => Functions.MatMul(Tensor.Zeros(new Shape(2, 3)), Tensor.Zeros(new Shape(4, 5)))).Message;
        message.ShouldContain("[2, 3]");
        message.ShouldContain("[4, 5]");
    }

    [Fact]
    public void Data_OfEveryAllocation_IsAlignedTo64Bytes()
    {
        for (int count = 1; count < 200; count += 7)
        {
            using Tensor tensor = Tensor.Zeros(new Shape(count));
            unsafe
            {
                ((nint)tensor.Pointer % 64).ShouldBe(0);
            }
        }
    }
}
