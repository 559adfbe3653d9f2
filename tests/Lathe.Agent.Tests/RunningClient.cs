using Lathe.Pipeline.Remote;

namespace Lathe.Agent.Tests;

/// <summary>A client whose job goes on until it leaves.</summary>
internal sealed class RunningClient : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly TaskCompletionSource _working = new();

    public RunningClient(ScriptedAgent agent) => Job = Task.Run(() => agent.Client().Measure(ScriptedAgent.Request(), _ => _working.TrySetResult(), _leave.Token));

    public Task<MeasurementReport> Job { get; }

    /// <summary>Ends when the job has begun.</summary>
    public Task Working => Task.WhenAny(_working.Task, Job).WaitAsync(TimeSpan.FromSeconds(30));

    public void Leave() => _leave.Cancel();

    public void Dispose() => _leave.Cancel();
}
