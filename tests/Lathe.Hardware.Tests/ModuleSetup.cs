using System.Runtime.CompilerServices;
using Lathe.Tensors;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.Threading;

namespace Lathe.Hardware.Tests;

/// <summary>Gives the test process its backend; networks this small run fastest on one thread.</summary>
internal static class ModuleSetup
{
    [ModuleInitializer]
    internal static void Initialize() => ComputeBackend.SetDefault(ManagedBackend.Create(SerialTeam.Instance));
}
