using Lathe.Tensors.Kernels;
using Lathe.Tensors.Tests.Conformance;

namespace Lathe.Tensors.Tests.Managed;

public sealed class ManagedRecurrentTests : RecurrentConformance
{
    protected override KernelBackend Backend => ComputeBackend.Current;
}
