using System.Diagnostics;
using System.Text.Json;

namespace Lathe.Cli.Tests;

/// <summary>fit-latency over an agent that is a process of its own.</summary>
public sealed class AgentFitTests : IAsyncLifetime
{
    private const string Variable = "LATHE_AGENT_TOKEN", Token = "a-token-of-the-tests";
    private readonly string _folder = Directory.CreateTempSubdirectory("lathe-agent-fit").FullName;
    private Process? _agent;
    private string _device = "", _skip = "";

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lathe.dll"), "agent", "--listen", "127.0.0.1:0", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Variable] = Token;
        _agent = Process.Start(start)!;
        Task<string> errors = _agent.StandardError.ReadToEndAsync();
        string json = "";
        while (!json.Contains('}') && await _agent.StandardOutput.ReadLineAsync() is { } line)
        {
            json += line;
        }

        (_device, _skip) = json.Length == 0 ? ("", await errors) : (JsonDocument.Parse(json).RootElement.GetProperty("device").GetString()!, "");
    }

    public async Task DisposeAsync()
    {
        if (_agent is { HasExited: false })
        {
            _agent.Kill(entireProcessTree: true);
        }

        await _agent!.WaitForExitAsync();
        _agent.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The agent's machine is this one, so the model serves here too, under this machine's name.
    [SkippableFact]
    public async Task FitLatency_OverAnAgent_GivesTheModelOfItsMachine()
    {
        Skip.If(_device.Length == 0, _skip);
        string file = Path.Combine(_folder, "this-machine.latency.json");

        (int code, string errors, string output) = await LatheProcess.RunWithOutputAsync(["fit-latency", "--device", _device, "--layers", "6", "--passes", "1", "--networks", "1", "--out", file, "--json"], environment: (Variable, Token));

        code.ShouldBeOneOf(0, 1);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        report.GetProperty("Networks")[0].GetProperty("Measured").GetDouble().ShouldBeGreaterThan(0);
        report.GetProperty("Networks")[0].GetProperty("Predicted").GetProperty("Value").GetDouble().ShouldBeGreaterThan(0);
        errors.ShouldContain("networks: pass 1 of 1");
        File.ReadAllLines(Path.ChangeExtension(file, null) + ".layers.tsv").Length.ShouldBeGreaterThan(2);

        (code, errors, output) = await LatheProcess.RunWithOutputAsync(["cost", "resnet8", "--device", "this-machine", "--json"], environment: ("LATHE_DEVICES", _folder));
        code.ShouldBe(0, errors);
        string basis = JsonDocument.Parse(output).RootElement[0].GetProperty("Basis").GetString()!;
        basis.ShouldStartWith("time fitted to");

        // What a run's report is made of.
        (code, errors, output) = await LatheProcess.RunWithOutputAsync(["roofline", "resnet8", "--device", "this-machine", "--json"], environment: ("LATHE_DEVICES", _folder));
        code.ShouldBe(0, errors);
        JsonElement priced = JsonDocument.Parse(output).RootElement.GetProperty("report");
        priced.GetProperty("Cost").GetProperty("Basis").GetString().ShouldBe(basis);
        priced.GetProperty("Roofline").GetProperty("Marks").EnumerateArray().ShouldAllBe(m => m.GetProperty("Microseconds").GetDouble() >= 0);
    }

    [SkippableFact]
    public async Task FitLatency_OverAnAgentThatIsNotThere_IsOneSentence()
    {
        Skip.If(_device.Length == 0, _skip);

        (int code, string errors, _) = await LatheProcess.RunWithOutputAsync(["fit-latency", "--device", "agent://127.0.0.1:1", "--layers", "2", "--networks", "0", "--out", Path.Combine(_folder, "other.json")], environment: (Variable, Token));

        code.ShouldBe(3);
        errors.ShouldContain("No agent answers at");
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }
}
