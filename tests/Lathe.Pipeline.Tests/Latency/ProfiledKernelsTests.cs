using Lathe.Hardware.Learned.Kernels;
using Lathe.OnnxRuntime.Profiling;
using Lathe.Pipeline.Latency;

namespace Lathe.Pipeline.Tests.Latency;

public sealed class ProfiledKernelsTests
{
    [Fact]
    public void Of_NamesGivenInAnotherOrder_GoesByWhatIsWritten()
    {
        NetworkKernel[] kernels = [Kernel("reorder0", "ReorderOutput", 64), Kernel("reorder1", "ReorderOutput", 900)];

        Times(kernels, Node("reorder1", "ReorderOutput", 2, [1, 64]), Node("reorder0", "ReorderOutput", 30, [1, 900])).ShouldBe([2, 30]);
    }

    [Fact]
    public void Of_NamesThatAgree_GoesByName()
    {
        NetworkKernel[] kernels = [Kernel("a", "Relu", 64), Kernel("b", "Relu", 64), Kernel("s", "Split", 64), Kernel("m", "Mul.scalar", 64)];

        Times(kernels, Node("b", "Relu", 2, [64]), Node("a", "Relu", 3, [64]), Node("s", "Split", 4, [32]), Node("m", "Mul", 5, [8, 8])).ShouldBe([3, 2, 4, 5]);
    }

    [Fact]
    public void Of_NamelessNodes_GoesByOperatorInOrderAndGivesNothingTwice()
    {
        NetworkKernel[] kernels = [Kernel("", "Gemm", 10), Kernel("", "Gemm", 20), Kernel("", "Gemm", 30)];

        Times(kernels, Node("", "Gemm", 1, [99]), Node("", "Gemm", 2, [20])).ShouldBe([1, 2, 0]);
    }

    private static IEnumerable<double> Times(NetworkKernel[] kernels, params OrtNodeTiming[] nodes) => ProfiledKernels.Of(kernels, new OrtProfile(nodes, 1, 1)).Select(k => k.Microseconds);

    private static NetworkKernel Kernel(string name, string op, long written) => new(name, new KernelConfig(KernelKind.Other, op) { WriteElements = written }, 0);

    private static OrtNodeTiming Node(string name, string op, double quiet, long[] shape) => new(name, op, "cpu", 1, 50, 50, quiet, [], shape);
}
