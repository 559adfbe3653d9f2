using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Lathe.Cli.Tests;

/// <summary>An agent as a process of its own, and clients as further ones.</summary>
public sealed class AgentCommandTests : IAsyncLifetime
{
    private const string Variable = "LATHE_AGENT_TOKEN", Token = "a-token-of-the-tests";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private Process? _agent;
    private string _device = "", _skip = "";

    public async Task InitializeAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "lathe.dll"), "agent", "--listen", "127.0.0.1:0", "--max-megabytes", "1", "--json"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Variable] = Token;
        _agent = Process.Start(start)!;
        Task<string> errors = _agent.StandardError.ReadToEndAsync();
        string json = "";
        while (!json.Contains('}') && await _agent.StandardOutput.ReadLineAsync() is { } line)
        {
            json += line;
        }

        if (json.Length == 0)
        {
            _skip = await errors;
            return;
        }

        _device = JsonDocument.Parse(json).RootElement.GetProperty("device").GetString()!;
    }

    public async Task DisposeAsync()
    {
        if (_agent is { HasExited: false })
        {
            _agent.Kill(entireProcessTree: true);
        }

        await _agent!.WaitForExitAsync();
        _agent.Dispose();
    }

    [SkippableFact]
    public async Task Profile_OnAnAgent_MeasuresTheModelThere()
    {
        SkipWithoutRuntime();

        (int code, string errors, string output) = await LatheProcess.RunWithOutputAsync(["profile", "ds-cnn", "--device", _device, "--json"], environment: (Variable, Token));

        code.ShouldBe(0, errors);
        JsonElement profile = JsonDocument.Parse(output).RootElement;
        profile.GetProperty("Latency").GetProperty("P50").GetDouble().ShouldBeGreaterThan(0);
        profile.GetProperty("Layers").EnumerateArray().Sum(l => l.GetProperty("Macs").GetInt64()).ShouldBe(2_656_768);
        errors.ShouldContain("1 model runs here");
    }

    [SkippableFact]
    public async Task Optimize_ForAnAgent_MeasuresItsVariantsThere()
    {
        SkipWithoutRuntime();
        string root = Directory.CreateTempSubdirectory("lathe-agent-run").FullName;
        try
        {
            string recipe = Path.Combine(root, "recipe.yaml");
            await File.WriteAllTextAsync(recipe, $"model: lenet-300-100\ndata: synthetic-images\nwidth: 0.2\nlimit: 200\ntarget: {{ device: \"{_device}\", latency: 0.000001 ms }}\nsteps: [ {{ train: {{ epochs: 1, batch: 32 }} }} ]\n");

            (int code, string errors, string output) = await LatheProcess.RunWithOutputAsync(["optimize", recipe, "--out", Path.Combine(root, "run"), "--json"], environment: (Variable, Token));

            code.ShouldBe(1, errors);
            JsonElement result = JsonDocument.Parse(output).RootElement;
            JsonElement device = result.GetProperty("Variants")[0].GetProperty("Device");
            device.GetProperty("Device").GetString().ShouldBe(_device);
            device.GetProperty("Energy").GetProperty("Value").GetDouble().ShouldBeGreaterThan(0);
            result.GetProperty("Targets")[0].GetProperty("Margin").GetString()!.ShouldStartWith("over by ");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [SkippableFact]
    public async Task Clients_ThatAreRefused_GetOneSentence()
    {
        SkipWithoutRuntime();
        (int code, string errors) = await LatheProcess.RunAsync(["profile", "ds-cnn", "--device", _device], environment: (Variable, "wrong"));
        code.ShouldBe(2);
        errors.ShouldContain("refuses the token");

        (code, errors) = await LatheProcess.RunAsync(["profile", "resnet56", "--device", _device], environment: (Variable, Token));
        code.ShouldBe(2);
        errors.ShouldContain("larger than the 1,048,576 bytes");

        (HttpStatusCode status, string text) = await PostAsync("this is no protobuf at all"u8.ToArray());
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        text.ShouldContain("is not an ONNX model");
        (status, text) = await PostAsync(TinyOnnx.Chain("Oddly"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        text.ShouldContain("Oddly 'first'");
        (await IsBusyAsync()).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task Client_Killed_FreesTheAgent_AndASecondOneIsToldToWaitMeanwhile()
    {
        SkipWithoutRuntime();
        HttpStatusCode status = default;
        string text = "";

        // A batch that keeps the agent busy for many seconds: the second client comes in the middle of it on any machine.
        await LatheProcess.RunAsync(["profile", "resnet8", "--batch", "512", "--device", _device], signalAt: "warming up", environment: (Variable, Token), beforeSignal: async () => (status, text) = await PostAsync(TinyOnnx.Chain("Relu")));

        status.ShouldBe(HttpStatusCode.Conflict);
        text.ShouldContain("one job at a time");
        using var limit = new CancellationTokenSource(s_patience);
        while (await IsBusyAsync())
        {
            await Task.Delay(50, limit.Token);
        }

        (await PostAsync(TinyOnnx.Chain("Relu"))).Code.ShouldBe(HttpStatusCode.OK);
    }

    private void SkipWithoutRuntime() => Skip.If(_skip.Length > 0, _skip);

    private async Task<bool> IsBusyAsync()
    {
        using HttpClient http = Http();
        return JsonDocument.Parse(await http.GetStringAsync(Page("status"))).RootElement.GetProperty("Busy").GetBoolean();
    }

    private async Task<(HttpStatusCode Code, string Text)> PostAsync(byte[] model)
    {
        using HttpClient http = Http();
        using HttpResponseMessage response = await http.PostAsync(Page("measure"), new MultipartFormDataContent { { new ByteArrayContent(model), "model", "net" } });
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private Uri Page(string page) => new(_device.Replace("agent://", "http://", StringComparison.Ordinal) + "/" + page);

    private static HttpClient Http() => new() { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
}
