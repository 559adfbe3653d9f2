using System.ComponentModel;
using System.Diagnostics;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>Runs a program and reads its output line by line.</summary>
internal static class ChildProcess
{
    /// <summary>Calls <paramref name="line"/> for every line of standard output until it answers false, the program ends or the time is up.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables it gets besides ours.</param>
    /// <param name="limit">After which the program is ended.</param>
    /// <param name="line">Gets the line and the most memory the program has held, bytes.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <returns>The last line of standard error, for messages.</returns>
    public static string Run(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, TimeSpan limit, Func<string, long, bool> line, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Start(start);
        string last = "";
        process.ErrorDataReceived += (_, e) => last = string.IsNullOrWhiteSpace(e.Data) ? last : e.Data;
        process.BeginErrorReadLine();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        using CancellationTokenRegistration ending = timer.Token.Register(() => End(process));
        while (process.StandardOutput.ReadLine() is { } text)
        {
            if (!line(text, Hardware.ProcessMemory.Peak(process.Id)))
            {
                break;
            }
        }

        End(process);
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return last;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new MissingDependencyException($"'{start.FileName}' cannot be started: {error.Message}", $"install {Path.GetFileName(start.FileName)}");
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
