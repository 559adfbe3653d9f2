using Lathe.Tensors.Kernels;
using Lathe.Tensors.Tests.Conformance;

namespace Lathe.Tensors.OneDnn.Tests;

/// <summary>The backend users get, held to the definitions all backends are held to.</summary>
public static class BackendConformanceTests
{
    public sealed class Convolution : ConvolutionConformance
    {
        protected override KernelBackend Backend => OneDnnFixture.Backend;
    }

    public sealed class Elementwise : ElementwiseConformance
    {
        protected override KernelBackend Backend => OneDnnFixture.Backend;
    }

    public sealed class MatMul : MatMulConformance
    {
        protected override KernelBackend Backend => OneDnnFixture.Backend;
    }

    public sealed class Pooling : PoolingConformance
    {
        protected override KernelBackend Backend => OneDnnFixture.Backend;
    }

    public sealed class Recurrent : RecurrentConformance
    {
        protected override KernelBackend Backend => OneDnnFixture.Backend;
    }

    public sealed class Rows : RowsConformance
    {
        protected override KernelBackend Backend => OneDnnFixture.Backend;
    }
}
