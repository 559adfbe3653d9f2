using System.CommandLine;
using Lathe.Agent;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Remote;

namespace Lathe.Cli.Commands;

/// <summary><c>agent</c>: measures models for other machines.</summary>
internal static class AgentCommand
{
    /// <summary>The hidden command that measures one job of an agent.</summary>
    public const string WorkerName = "agent-worker";

    public static Command Create()
    {
        var listen = new Option<string>("--listen") { Description = "Address and port; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:7077" };
        var token = new Option<string?>("--token") { Description = $"What clients must know; {AgentAddress.TokenVariable} where absent (better: others see command lines)." };
        var remote = new Option<bool>("--allow-remote") { Description = "Listen at an address that other machines can reach." };
        var folder = new Option<string?>("--folder") { Description = "The only folder it writes to; a temporary one when absent." };
        var body = new Option<int>("--max-megabytes") { Description = "The largest request.", DefaultValueFactory = _ => 512 };
        var longest = new Option<int>("--max-seconds") { Description = "The longest job.", DefaultValueFactory = _ => 600 };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output, once it listens." };
        var command = new Command("agent", $"A small server that measures models sent to it, one at a time; clients say --device agent://HOST:PORT. Example: {AgentAddress.TokenVariable}=... lathe agent --listen 127.0.0.1:7077") { listen, token, remote, folder, body, longest, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            () => new AgentOptions
            {
                Listen = AgentOptions.ParseListen(parsed.GetValue(listen)!),
                Token = new AgentToken(parsed.GetValue(token) ?? Environment.GetEnvironmentVariable(AgentAddress.TokenVariable)),
                AllowRemote = parsed.GetValue(remote),
                Folder = parsed.GetValue(folder),
                LargestBody = (long)parsed.GetValue(body) << 20,
                LongestJob = TimeSpan.FromSeconds(parsed.GetValue(longest)),
                Worker = Worker(),
            },
            parsed.GetValue(json),
            cancellation));
        return command;
    }

    public static Command CreateWorker()
    {
        var folder = new Argument<string>("folder");
        var command = new Command(WorkerName, "Measures one job of an agent.") { folder };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            Engine.Start();
            return AgentWorker.Run(parsed.GetValue(folder)!, Console.Out, Console.In, TimeProvider.System) ? ExitCodes.Done : ExitCodes.BadInput;
        });
        return command;
    }

    private static async Task<int> RunAsync(Func<AgentOptions> options, bool json, CancellationToken cancellation)
    {
        AgentOptions checkedOptions = options();
        checkedOptions.Validate();
        // Without it every job would fail: better said once, here.
        string engine = OrtRuntime.Version;
        await using AgentServer server = await AgentServer.StartAsync(checkedOptions, TimeProvider.System, Console.Error);
        await Console.Error.WriteLineAsync($"agent: listening at {AgentAddress.Scheme}{server.Address}, ONNX Runtime {engine}; end it with Ctrl-C");
        if (json)
        {
            Output.Json(new { device = $"{AgentAddress.Scheme}{server.Address}", process = Environment.ProcessId });
        }

        await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        return ExitCodes.Done;
    }

    // This program again: dotnet with lathe.dll, or the published executable.
    private static string[] Worker()
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell which program this is.");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "lathe.dll"), WorkerName] : [program, WorkerName];
    }
}
