using Lathe.OnnxRuntime;

namespace Lathe.Pipeline.Tests.Latency;

/// <summary>Skips where ONNX Runtime is absent.</summary>
internal static class Runtime
{
    public static void Require()
    {
        try
        {
            _ = OrtRuntime.Version;
        }
        catch (MissingDependencyException error)
        {
            Skip.If(true, error.Message);
        }
    }
}
