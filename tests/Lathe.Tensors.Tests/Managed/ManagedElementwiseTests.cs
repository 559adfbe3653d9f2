using Lathe.Tensors.Kernels;
using Lathe.Tensors.Tests.Conformance;

namespace Lathe.Tensors.Tests.Managed;

public sealed class ManagedElementwiseTests : ElementwiseConformance
{
    protected override KernelBackend Backend => ComputeBackend.Current;
}
