using System.Diagnostics;

namespace Lathe.Cli.Tests;

/// <summary>Runs the command line as a process of its own.</summary>
internal static class LatheProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs to the end, or kills the process (SIGKILL) as soon as a line of its standard error contains a text.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string[] arguments, string? killAt = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "lathe.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LATHE_BACKEND"] = "managed";
        start.Environment["LATHE_THREADS"] = "2";
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = new List<string>();
        while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
        {
            errors.Add(line);
            if (killAt is not null && line.Contains(killAt, StringComparison.Ordinal))
            {
                process.Kill();
            }
        }

        await output;
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, string.Join('\n', errors));
    }
}
