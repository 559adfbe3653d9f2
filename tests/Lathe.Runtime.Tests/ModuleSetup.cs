using System.Runtime.CompilerServices;
using Lathe.Tensors;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.Threading;

namespace Lathe.Runtime.Tests;

/// <summary>Gives the test process its backend.</summary>
internal static class ModuleSetup
{
    [ModuleInitializer]
    internal static void Initialize() => ComputeBackend.SetDefault(ManagedBackend.Create(WorkerTeam.Create(2)));
}
