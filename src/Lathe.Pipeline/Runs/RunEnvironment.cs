using Lathe.Hardware;
using Lathe.OnnxRuntime;
using Lathe.Tensors;

namespace Lathe.Pipeline.Runs;

/// <summary>Where and with what a run was made.</summary>
/// <param name="Processor">Model and logical processors.</param>
/// <param name="InstructionSets">Those that matter here.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET version.</param>
/// <param name="Kernels">Backend of training and its threads.</param>
/// <param name="OnnxRuntime">Version of the engine that runs deployed files.</param>
/// <param name="Lathe">Version of Lathe.</param>
/// <param name="Started">When the run started or was resumed last.</param>
public sealed record RunEnvironment(string Processor, IReadOnlyList<string> InstructionSets, string System, string Runtime, string Kernels, string OnnxRuntime, string Lathe, string Started)
{
    /// <summary>Describes this process.</summary>
    public static RunEnvironment Detect(TimeProvider time)
    {
        MachineDescription machine = MachineDescription.Detect();
        string engine;
        try
        {
            engine = OrtRuntime.Version;
        }
        catch (MissingDependencyException)
        {
            engine = "missing";
        }

        string version = typeof(RunEnvironment).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
        return new RunEnvironment($"{machine.Cpu}, {machine.Cores} cores", machine.Instructions, machine.System, machine.Runtime, $"{ComputeBackend.Current.Name}, {ComputeBackend.Current.Threads.Count} threads", engine, version, time.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss zzz"));
    }
}
