using System.Diagnostics;

namespace Lathe.Cli.Tests;

/// <summary>Runs the command line as a process of its own.</summary>
internal static class LatheProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(6);

    /// <summary>Runs to the end, or sends a signal (KILL by default) as soon as a line of standard error contains a text.</summary>
    public static async Task<(int ExitCode, string Errors)> RunAsync(string[] arguments, string? signalAt = null, string signal = "KILL", (string Name, string Value)? environment = null, Func<Task>? beforeSignal = null)
    {
        (int code, string errors, _) = await RunWithOutputAsync(arguments, signalAt, signal, environment, beforeSignal);
        return (code, errors);
    }

    /// <summary>The same, with what came on standard output.</summary>
    public static async Task<(int ExitCode, string Errors, string Output)> RunWithOutputAsync(string[] arguments, string? signalAt = null, string signal = "KILL", (string Name, string Value)? environment = null, Func<Task>? beforeSignal = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "lathe.dll")))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LATHE_BACKEND"] = "managed";
        start.Environment["LATHE_THREADS"] = "2";
        if (environment is { } given)
        {
            start.Environment[given.Name] = given.Value;
        }

        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        using CancellationTokenRegistration overdue = patience.Token.Register(() => process.Kill());
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = new List<string>();
        await OnThreadOfItsOwn(() =>
        {
            bool sent = false;
            while (process.StandardError.ReadLine() is { } line)
            {
                errors.Add(line);
                if (!sent && signalAt is not null && line.Contains(signalAt, StringComparison.Ordinal))
                {
                    sent = true;
                    beforeSignal?.Invoke().GetAwaiter().GetResult();
                    Send(process, signal);
                }
            }
        });
        string text = await output;
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, string.Join('\n', errors), text);
    }

    /// <summary>A signal comes in time only when the line it waits for is read at once, however busy the thread pool is with other tests.</summary>
    private static Task OnThreadOfItsOwn(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Send(Process process, string signal)
    {
        if (signal == "KILL")
        {
            process.Kill();
            return;
        }

        using Process kill = Process.Start("kill", ["-" + signal, process.Id.ToString()]);
        kill.WaitForExit();
    }
}
