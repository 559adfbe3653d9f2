using Lathe.OnnxRuntime.Native;

namespace Lathe.OnnxRuntime;

/// <summary>The process-wide environment, made on first use and kept until the process ends.</summary>
internal static unsafe class OrtEnvironment
{
    private static readonly Lazy<(nint Environment, nint Memory, nint Allocator)> s_objects = new(Create);

    public static nint Handle => s_objects.Value.Environment;

    public static nint CpuMemory => s_objects.Value.Memory;

    public static nint Allocator => s_objects.Value.Allocator;

    private static (nint, nint, nint) Create()
    {
        const int ErrorsOnly = 3;
        nint environment, memory, allocator;
        fixed (byte* name = "lathe\0"u8)
        {
            OrtTable.Check(((delegate* unmanaged<int, byte*, nint*, nint>)OrtTable.Entry(OrtTable.CreateEnv))(ErrorsOnly, name, &environment), "start");
        }

        OrtTable.Check(((delegate* unmanaged<nint, nint>)OrtTable.Entry(OrtTable.DisableTelemetryEvents))(environment), "switch telemetry off");
        OrtTable.Check(((delegate* unmanaged<int, int, nint*, nint>)OrtTable.Entry(OrtTable.CreateCpuMemoryInfo))(1, 0, &memory), "describe CPU memory");
        OrtTable.Check(((delegate* unmanaged<nint*, nint>)OrtTable.Entry(OrtTable.GetAllocatorWithDefaultOptions))(&allocator), "get its allocator");
        return (environment, memory, allocator);
    }
}
