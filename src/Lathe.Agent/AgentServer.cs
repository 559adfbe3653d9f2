using System.Net;
using System.Net.Sockets;
using Lathe.Hardware;
using Lathe.Pipeline.Remote;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Lathe.Agent;

/// <summary>
/// An HTTP server that measures models: <c>GET /status</c>, and <c>POST /measure</c> with a model in a form, answered line by line in JSON.
/// Every request needs the token; one job runs at a time.
/// </summary>
public sealed class AgentServer : IAsyncDisposable
{
    private const int MostConnections = 16;

    private readonly AgentOptions _options;
    private readonly WebApplication _app;
    private readonly MeasureEndpoint _measure;
    private readonly JobFolders _folders;

    private AgentServer(AgentOptions options, TimeProvider time, TextWriter log)
    {
        _options = options;
        _folders = new JobFolders(options.Folder);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        _app = builder.Build();
        _measure = new MeasureEndpoint(options, _folders, time, TextWriter.Synchronized(log));
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Starts listening.</summary>
    /// <param name="options">How to run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Gets a line for every job.</param>
    /// <exception cref="InvalidInputException">An option is wrong, or the address is taken.</exception>
    public static async Task<AgentServer> StartAsync(AgentOptions options, TimeProvider time, TextWriter log)
    {
        options.Validate();
        var server = new AgentServer(options, time, log);
        try
        {
            await server._app.StartAsync();
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw new InvalidInputException($"The agent cannot listen at {options.Listen}: {error.Message} Choose another address or port.", error);
        }

        var bound = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        server.Address = new IPEndPoint(options.Listen.Address, bound.Port);
        return server;
    }

    /// <summary>Ends the job and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        _measure.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folders.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Listen(_options.Listen, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = _options.LargestBody;
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (!Knows(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Replies.ErrorAsync(context, StatusCodes.Status401Unauthorized, "The token is missing or wrong. Send it as 'Authorization: Bearer TOKEN'.");
            return;
        }

        switch (context.Request.Method, context.Request.Path.Value)
        {
            case ("GET", "/status"):
                await Replies.JsonAsync(context, StatusCodes.Status200OK, new AgentStatus(typeof(AgentServer).Assembly.GetName().Version?.ToString(3) ?? "0.0.0", _measure.IsBusy, MachineDescription.Detect(), _options.LargestBody));
                break;
            case ("POST", "/measure"):
                await _measure.HandleAsync(context);
                break;
            case (_, "/status" or "/measure"):
                await Replies.ErrorAsync(context, StatusCodes.Status405MethodNotAllowed, $"{context.Request.Path} does not take {context.Request.Method}; GET /status and POST /measure are there.");
                break;
            default:
                await Replies.ErrorAsync(context, StatusCodes.Status404NotFound, "There is no such page; GET /status and POST /measure are there.");
                break;
        }
    }

    private bool Knows(HttpRequest request)
    {
        const string scheme = "Bearer ";
        string given = request.Headers.Authorization.ToString();
        return _options.Token.Fits(given.StartsWith(scheme, StringComparison.Ordinal) ? given[scheme.Length..] : null);
    }
}
