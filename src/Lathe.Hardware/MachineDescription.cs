using System.Runtime.InteropServices;

namespace Lathe.Hardware;

/// <summary>What this machine is, as far as it can be told.</summary>
/// <param name="Cpu">Processor model.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="Instructions">Instruction sets that matter here.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET version.</param>
public sealed record MachineDescription(string Cpu, int Cores, IReadOnlyList<string> Instructions, string System, string Runtime)
{
    private static readonly string[] s_interesting = ["avx2", "fma", "f16c", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8", "amx_bf16", "asimd", "asimddp"];

    /// <summary>True when integer dot products do not saturate: VNNI, AMX or Arm's dot product.</summary>
    public bool HasIntegerDotProducts => Instructions.Any(i => i is "avx512_vnni" or "avx_vnni" or "amx_int8" or "asimddp");

    /// <summary>Reads it.</summary>
    public static MachineDescription Detect()
    {
        string[] lines = File.Exists("/proc/cpuinfo") ? File.ReadAllLines("/proc/cpuinfo") : [];
        string Field(params string[] names) => lines.FirstOrDefault(l => names.Any(n => l.StartsWith(n, StringComparison.Ordinal)))?.Split(':', 2)[^1].Trim() ?? "";
        var flags = new HashSet<string>(Field("flags", "Features").Split(' '));
        string cpu = Field("model name", "Model");
        return new MachineDescription(cpu.Length > 0 ? cpu : RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount, [.. s_interesting.Where(flags.Contains)], RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription);
    }
}
