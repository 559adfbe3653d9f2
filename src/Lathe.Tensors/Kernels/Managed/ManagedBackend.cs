using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>The kernels in C#: they run wherever .NET runs.</summary>
public static class ManagedBackend
{
    /// <summary>Puts the managed kernels together on a team of threads.</summary>
    public static KernelBackend Create(ThreadTeam team) => Create(team, new ManagedMatMul(team));

    private static KernelBackend Create(ThreadTeam team, IMatMulKernels matMul) => new()
    {
        Name = "managed",
        Threads = team,
        MatMul = matMul,
        Convolution = new ManagedConvolution(team),
        Pooling = new ManagedPooling(team),
        Normalization = new ManagedNormalization(team),
        Softmax = new ManagedSoftmax(team),
        Recurrent = new ManagedRecurrent(team, matMul),
        Elementwise = new ManagedElementwise(team),
        Reduction = new ManagedReduction(team),
        Layout = new ManagedLayout(team),
        Update = new ManagedUpdate(team),
    };
}
