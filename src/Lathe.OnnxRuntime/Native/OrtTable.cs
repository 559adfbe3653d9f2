using System.Runtime.InteropServices;

namespace Lathe.OnnxRuntime.Native;

/// <summary>
/// The function table of the C API. Entries are only ever appended, so the places below hold for every version from 1.4 on.
/// </summary>
internal static unsafe class OrtTable
{
    /// <summary>The version asked for; a library that is older refuses.</summary>
    private const uint ApiVersion = 20;

    private static readonly Lazy<nint> s_base = new(LoadBase);
    private static readonly Lazy<nint> s_table = new(Load);

    public static int GetErrorMessage => 2;

    public static int CreateEnv => 3;

    public static int DisableTelemetryEvents => 6;

    public static int CreateSession => 7;

    public static int CreateSessionFromArray => 8;

    public static int Run => 9;

    public static int CreateSessionOptions => 10;

    public static int SetOptimizedModelFilePath => 11;

    public static int EnableProfiling => 14;

    public static int SetSessionGraphOptimizationLevel => 23;

    public static int SetIntraOpNumThreads => 24;

    public static int SetInterOpNumThreads => 25;

    public static int SessionGetInputCount => 30;

    public static int SessionGetOutputCount => 31;

    public static int SessionGetInputTypeInfo => 33;

    public static int SessionGetOutputTypeInfo => 34;

    public static int SessionGetInputName => 36;

    public static int SessionGetOutputName => 37;

    public static int CreateTensorWithDataAsOrtValue => 49;

    public static int GetTensorMutableData => 51;

    public static int CastTypeInfoToTensorInfo => 55;

    public static int GetTensorElementType => 60;

    public static int GetDimensionsCount => 61;

    public static int GetDimensions => 62;

    public static int GetTensorTypeAndShape => 65;

    public static int CreateCpuMemoryInfo => 69;

    public static int AllocatorFree => 76;

    public static int GetAllocatorWithDefaultOptions => 78;

    public static int ReleaseEnv => 92;

    public static int ReleaseStatus => 93;

    public static int ReleaseMemoryInfo => 94;

    public static int ReleaseSession => 95;

    public static int ReleaseValue => 96;

    public static int ReleaseTypeInfo => 98;

    public static int ReleaseTensorTypeAndShapeInfo => 99;

    public static int ReleaseSessionOptions => 100;

    public static int SessionEndProfiling => 110;

    public static int AddSessionConfigEntry => 130;

    public static int RunWithBinding => 133;

    public static int CreateIoBinding => 134;

    public static int ReleaseIoBinding => 135;

    public static int BindInput => 136;

    public static int BindOutput => 137;

    /// <summary>The address of an entry.</summary>
    public static nint Entry(int index) => ((nint*)s_table.Value)[index];

    /// <summary>Turns a status into an exception and frees it.</summary>
    public static void Check(nint status, string what)
    {
        if (status == 0)
        {
            return;
        }

        string message = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Entry(GetErrorMessage))(status)) ?? "unknown error";
        ((delegate* unmanaged<nint, void>)Entry(ReleaseStatus))(status);
        throw new OnnxRuntimeException($"ONNX Runtime could not {what}: {message}");
    }

    /// <summary>The library's own version.</summary>
    public static string Version => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)((nint*)s_base.Value)[1])()) ?? "unknown";

    private static nint LoadBase() => ((delegate* unmanaged<nint>)NativeLibrary.GetExport(OrtLibrary.Load(), "OrtGetApiBase"))();

    private static nint Load()
    {
        nint table = ((delegate* unmanaged<uint, nint>)((nint*)s_base.Value)[0])(ApiVersion);
        return table != 0 ? table : throw new OnnxRuntimeException($"This ONNX Runtime ({Version}) is older than API version {ApiVersion}. Run ./lathe once to install the pinned one.");
    }
}
