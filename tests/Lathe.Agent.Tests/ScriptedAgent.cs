using System.Net;
using System.Net.Http.Headers;
using Lathe.Pipeline.Remote;

namespace Lathe.Agent.Tests;

/// <summary>An agent in this process whose worker is a shell script, so that jobs end when a test says so.</summary>
internal sealed class ScriptedAgent : IAsyncDisposable
{
    /// <summary>Says that it works, then waits for its end.</summary>
    public const string Endless = "echo '{\"Progress\":\"working\"}'; exec cat";

    /// <summary>Has a result at once.</summary>
    public const string Quick = """echo '{"Report":{"Machine":{"Cpu":"script","Cores":1,"Instructions":[],"System":"","Runtime":""},"OnnxRuntime":"1","Latencies":[],"Energies":[]}}'""";

    private readonly AgentServer _server;

    private ScriptedAgent(AgentServer server, string folder, StringWriter log) => (_server, Folder, Log) = (server, folder, log);

    public string Folder { get; }

    public StringWriter Log { get; }

    public AgentAddress Address => new("127.0.0.1", _server.Address.Port);

    public static async Task<ScriptedAgent> StartAsync(string script, long largestBody = 1 << 20, TimeSpan? longestJob = null)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The worker of these tests is a shell script.");
        string folder = Directory.CreateTempSubdirectory("lathe-agent-tests").FullName;
        var log = new StringWriter();
        var options = new AgentOptions
        {
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            Token = new AgentToken("right"),
            Worker = ["sh", "-c", script, "worker"],
            Folder = folder,
            LargestBody = largestBody,
            LongestJob = longestJob ?? TimeSpan.FromMinutes(1),
        };
        return new ScriptedAgent(await AgentServer.StartAsync(options, TimeProvider.System, log), folder, log);
    }

    public AgentClient Client(string token = "right", TimeSpan? patience = null) => new(Address, new AgentToken(token), TimeProvider.System) { Patience = patience ?? TimeSpan.Zero };

    public static MeasurementRequest Request(int bytes = 8) => new() { Models = [("net", new byte[bytes])] };

    /// <summary>Sends what no client of ours would.</summary>
    public async Task<(HttpStatusCode Code, string Text)> SendAsync(HttpMethod method, string page, HttpContent? content = null, string? token = "right")
    {
        using var http = new HttpClient();
        using var message = new HttpRequestMessage(method, Address.Page(page)) { Content = content };
        message.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await http.SendAsync(message);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
