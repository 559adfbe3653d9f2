using Lathe.Pipeline.Remote;
using Microsoft.AspNetCore.Http;

namespace Lathe.Agent;

/// <summary><c>POST /measure</c>: takes the models, runs a worker on them and passes on what it says. One job at a time: a second client would disturb the first one's figures.</summary>
internal sealed class MeasureEndpoint(AgentOptions options, JobFolders folders, TimeProvider time, TextWriter log) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private long _since;

    public bool IsBusy => _turn.CurrentCount == 0;

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.ContentLength > options.LargestBody)
        {
            await TooLargeAsync(context);
            return;
        }

        if (!_turn.Wait(0))
        {
            await Replies.ErrorAsync(context, StatusCodes.Status409Conflict, $"This agent is measuring for somebody else since {time.GetElapsedTime(Interlocked.Read(ref _since)).TotalSeconds:0} s; it does one job at a time. Try again later.");
            return;
        }

        // The agent is free before the client hears of its end: its next job may follow at once.
        Func<Task> reply;
        try
        {
            reply = await WorkAsync(context);
        }
        finally
        {
            _turn.Release();
        }

        await reply();
    }

    public void Dispose() => _stop.Cancel();

    private async Task<Func<Task>> WorkAsync(HttpContext context)
    {
        Interlocked.Exchange(ref _since, time.GetTimestamp());
        using var job = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token);
        string folder = folders.New();
        try
        {
            await FormReader.ReadAsync(context.Request, folder, job.Token);
            return await MeasureAsync(context, folder, job.Token);
        }
        catch (BadHttpRequestException error)
        {
            return error.StatusCode == StatusCodes.Status413PayloadTooLarge ? () => TooLargeAsync(context) : () => Replies.ErrorAsync(context, error.StatusCode, error.Message);
        }
        catch (InvalidInputException error)
        {
            return () => Replies.ErrorAsync(context, StatusCodes.Status400BadRequest, error.Message);
        }
        catch (OperationCanceledException)
        {
            log.WriteLine("job ended: its client went away, or the agent stops");
            return () =>
            {
                context.Abort();
                return Task.CompletedTask;
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The status waits for the worker's first line: a model that does not load or run is the client's error, not a result.</summary>
    private async Task<Func<Task>> MeasureAsync(HttpContext context, string folder, CancellationToken cancellation)
    {
        await using Worker worker = Worker.Start(options.Worker, folder, options.LongestJob, time);
        while (true)
        {
            AgentMessage message = await worker.NextAsync(cancellation);
            if (message.Error is { } error)
            {
                log.WriteLine($"job failed: {error}");
            }
            else if (message.Report is not null)
            {
                log.WriteLine($"job done in {time.GetElapsedTime(Interlocked.Read(ref _since)).TotalSeconds:0.0} s");
            }
            else
            {
                await LineAsync(context, message);
                continue;
            }

            return message.Error is not null && !context.Response.HasStarted ? () => Replies.ErrorAsync(context, StatusCodes.Status422UnprocessableEntity, message.Error) : () => LineAsync(context, message);
        }
    }

    private static async Task LineAsync(HttpContext context, AgentMessage message)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "application/x-ndjson";
        }

        await context.Response.WriteAsync(message.ToLine() + "\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private Task TooLargeAsync(HttpContext context) =>
        Replies.ErrorAsync(context, StatusCodes.Status413PayloadTooLarge, $"The request is larger than the {options.LargestBody:N0} bytes this agent takes. Start it with a larger --max-megabytes, or send a smaller model.");
}
