using Lathe.Micro.Boards;
using Lathe.Micro.Toolchains;

namespace Lathe.Micro.Tests;

/// <summary>Compiles generated sources here, with every warning an error, and runs them under the sanitizers.</summary>
internal sealed class HostBuild : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);
    private static readonly string[] s_strict = ["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow", "-Werror"];

    public HostBuild(CSources sources)
    {
        sources = sources with { Files = sources.Files.Add(SupportFiles.Host) };
        Folder = Directory.CreateTempSubdirectory("lathe-micro").FullName;
        foreach (CFile file in sources.Files)
        {
            File.WriteAllText(Path.Combine(Folder, file.Name), file.Text);
        }

        // One unit of everything: a compiler that starts once is much faster than one that starts for each file.
        string[] units = [.. sources.Files.Select(f => f.Name).Where(n => n.EndsWith(".c", StringComparison.Ordinal))];
        File.WriteAllText(Path.Combine(Folder, "all.c"), string.Concat(units.Select(u => $"#include \"{u}\"\n")));
    }

    public string Folder { get; }

    public static void Require(string tool) => Skip.If(Tool.Find(tool) is null, $"{tool} is not on this machine.");

    public ToolResult Compile(string compiler, params string[] options) => Tool.Run(compiler, Folder, s_limit, [.. s_strict, .. options]);

    public string[] Run()
    {
        ToolResult built = Compile("gcc", "-O2", "-g0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-o", "all", "all.c");
        (built.ExitCode, built.Errors).ShouldBe((0, ""));
        ToolResult ran = Tool.Run(Path.Combine(Folder, "all"), Folder, s_limit);
        ran.Errors.ShouldBe("");
        return ran.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
