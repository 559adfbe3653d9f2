using System.Diagnostics;
using Lathe.Pipeline.Remote;

namespace Lathe.Agent;

/// <summary>
/// A process of its own that measures one job: a model that crashes or never ends takes only it along, and ending it frees everything at once.
/// </summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly CancellationTokenSource _limit;
    private readonly TimeSpan _longest;
    private readonly Task<string> _errors;

    private Worker(Process process, TimeSpan longest, TimeProvider time)
    {
        (_process, _longest) = (process, longest);
        _limit = new CancellationTokenSource(longest, time);
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it on a job.</summary>
    /// <param name="command">The program and its first arguments.</param>
    /// <param name="folder">The job's folder; also where the process keeps temporary files.</param>
    /// <param name="longest">After which it is ended.</param>
    /// <param name="time">The clock of that.</param>
    public static Worker Start(IReadOnlyList<string> command, string folder, TimeSpan longest, TimeProvider time)
    {
        // Standard input stays open as long as this process lives: a worker whose agent was killed sees its end.
        var start = new ProcessStartInfo(command[0], [.. command.Skip(1), folder]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["TMPDIR"] = folder;
        start.Environment.Remove(AgentAddress.TokenVariable);
        return new Worker(Process.Start(start)!, longest, time);
    }

    /// <summary>What it says next: progress, then a result or an error, which comes in any case.</summary>
    public async Task<AgentMessage> NextAsync(CancellationToken cancellation)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _limit.Token);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(both.Token) is { } line)
            {
                if (AgentMessage.TryParse(line) is { } message)
                {
                    return message;
                }
            }

            await _process.WaitForExitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new AgentMessage { Error = $"The job was ended after {_longest.TotalSeconds:0} s, the longest this agent allows." };
        }

        string said = (await _errors).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "it said nothing";
        return new AgentMessage { Error = $"The measuring process ended without a result (exit code {_process.ExitCode}: {said}); the model may be more than that machine can run." };
    }

    /// <summary>Ends it, whatever it does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _limit.Dispose();
    }
}
