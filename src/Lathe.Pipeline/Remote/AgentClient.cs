using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Lathe.Pipeline.Remote;

/// <summary>Sends models to an agent and waits for what it measures.</summary>
/// <param name="address">Where the agent listens.</param>
/// <param name="token">What it was started with.</param>
/// <param name="time">The clock of waiting.</param>
public sealed class AgentClient(AgentAddress address, AgentToken token, TimeProvider time)
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(10), s_again = TimeSpan.FromSeconds(2);

    /// <summary>Where the agent listens.</summary>
    public AgentAddress Address => address;

    /// <summary>How long to wait for an agent that is measuring for somebody else.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Opens the agent of a device's name with the token of this process.</summary>
    /// <exception cref="InvalidInputException">The name is no agent's address, or no token is set.</exception>
    public static AgentClient Open(string device, TimeProvider time) => new(AgentAddress.Parse(device), AgentToken.FromEnvironment(), time);

    /// <summary>What the agent says of itself: that it is there, and takes the token.</summary>
    /// <exception cref="LatheException">It is not, or does not.</exception>
    public AgentStatus Status(CancellationToken cancellation = default) => Wait(async () =>
    {
        using HttpClient http = Client();
        using HttpResponseMessage response = await Send(http, new HttpRequestMessage(HttpMethod.Get, address.Page("status")), cancellation);
        string text = await response.Content.ReadAsStringAsync(cancellation);
        return response.StatusCode == HttpStatusCode.OK && JsonSerializer.Deserialize<AgentStatus>(text) is { Machine: not null } status ? status : throw Refusal(response.StatusCode, text);
    });

    /// <summary>Measures models there.</summary>
    /// <param name="request">What to measure.</param>
    /// <param name="say">Gets the agent's progress.</param>
    /// <param name="cancellation">Stops the job there too.</param>
    /// <exception cref="LatheException">The agent cannot be reached, refuses the token, stays busy, or cannot run a model.</exception>
    public MeasurementReport Measure(MeasurementRequest request, Action<string>? say = null, CancellationToken cancellation = default) => Wait(async () =>
    {
        using HttpClient http = Client();
        for (long start = time.GetTimestamp(); ; await Task.Delay(s_again, time, cancellation))
        {
            using HttpResponseMessage response = await Send(http, Message(request), cancellation);
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return await Read(response, say, cancellation);
            }

            string text = await response.Content.ReadAsStringAsync(cancellation);
            if (response.StatusCode != HttpStatusCode.Conflict || time.GetElapsedTime(start) >= Patience)
            {
                throw Refusal(response.StatusCode, text);
            }

            say?.Invoke($"{address} is busy; waiting");
        }
    });

    // Whoever asks runs in a thread of its own: the pipeline is not asynchronous.
    private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();

    private static HttpClient Client() => new(new SocketsHttpHandler { ConnectTimeout = s_connect, UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private async Task<HttpResponseMessage> Send(HttpClient http, HttpRequestMessage message, CancellationToken cancellation)
    {
        using (message)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
            // A refusal comes before the models are sent.
            message.Headers.ExpectContinue = message.Content is not null;
            try
            {
                return await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation);
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new MissingDependencyException($"No agent answers at {address}: {error.Message.TrimEnd('.')}.", "lathe agent --listen HOST:PORT on that machine", error);
            }
        }
    }

    private HttpRequestMessage Message(MeasurementRequest request)
    {
        var content = new MultipartFormDataContent { { new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request.Settings)), AgentParts.Settings } };
        if (request.Sample is { } sample)
        {
            content.Add(new ByteArrayContent(MemoryMarshal.AsBytes(sample.AsSpan()).ToArray()), AgentParts.Sample);
        }

        foreach ((string name, byte[] bytes) in request.Models)
        {
            content.Add(new ByteArrayContent(bytes), AgentParts.Model, name);
        }

        return new HttpRequestMessage(HttpMethod.Post, address.Page("measure")) { Content = content };
    }

    private async Task<MeasurementReport> Read(HttpResponseMessage response, Action<string>? say, CancellationToken cancellation)
    {
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                switch (AgentMessage.TryParse(line))
                {
                    case { Report: { } report }:
                        return report;
                    case { Error: { } error }:
                        throw new InvalidInputException($"The agent at {address}: {error}");
                    case { Progress: { } progress }:
                        say?.Invoke($"{address}: {progress}");
                        break;
                }
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Lost(error);
        }

        throw Lost(null);
    }

    private MissingDependencyException Lost(Exception? error) => new($"The agent at {address} went away before it had a result.", "look at its own output, then start it again", error);

    private LatheException Refusal(HttpStatusCode code, string body)
    {
        string said = AgentMessage.TryParse(body)?.Error ?? $"it answers {(int)code} and says nothing more.";
        return code switch
        {
            HttpStatusCode.Unauthorized => new InvalidInputException($"The agent at {address} refuses the token. Set {AgentAddress.TokenVariable} to what it was started with."),
            HttpStatusCode.Conflict => new MissingDependencyException($"The agent at {address}: {said}", "wait until it is free, or start another one"),
            _ => new InvalidInputException($"The agent at {address}: {said}"),
        };
    }
}
