using System.ComponentModel;
using System.Diagnostics;

namespace Lathe.Micro.Toolchains;

/// <summary>A program of another party: a compiler, an emulator.</summary>
public static class Tool
{
    /// <summary>The path of a program, or null when this machine lacks it.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program and waits for it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="limit">How long it may take; then it is ended.</param>
    /// <param name="arguments">As they are, without a shell.</param>
    /// <exception cref="MissingDependencyException">The program is not here.</exception>
    /// <exception cref="InvalidInputException">It took longer than it may.</exception>
    public static ToolResult Run(string name, string folder, TimeSpan limit, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Start(start, name);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidInputException($"'{name}' did not end within {limit.TotalSeconds:0} s and was stopped. Give it less to do, or more time.");
        }

        process.WaitForExit();
        return new ToolResult(process.ExitCode, output.Result, errors.Result);
    }

    private static Process Start(ProcessStartInfo start, string name)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new MissingDependencyException($"'{name}' is not on this machine.", $"apt-get install {Package(name)}");
        }
    }

    private static string Package(string name) => name switch
    {
        "arm-none-eabi-gcc" => "gcc-arm-none-eabi",
        "qemu-system-arm" => "qemu-system-arm",
        _ => Path.GetFileName(name),
    };
}
