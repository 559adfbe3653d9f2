using System.Net;
using System.Text;
using Lathe.Pipeline.Remote;

namespace Lathe.Agent.Tests;

public sealed class AgentServerTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [SkippableFact]
    public async Task Measure_WorkerWithResult_ReturnsItAndLeavesNothing()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync("echo '{\"Progress\":\"one\"}'; " + ScriptedAgent.Quick);
        var said = new List<string>();

        MeasurementReport report = agent.Client().Measure(ScriptedAgent.Request(), said.Add);

        report.Machine.Cpu.ShouldBe("script");
        said.ShouldHaveSingleItem().ShouldEndWith(": one");
        await EventuallyAsync(() => Directory.GetFileSystemEntries(agent.Folder).Length == 0);
    }

    [SkippableTheory]
    [InlineData("GET", "status", null)]
    [InlineData("GET", "status", "wrong")]
    [InlineData("POST", "measure", "right ")]
    [InlineData("GET", "nowhere", "rightright")]
    public async Task Request_WithoutTheToken_Is401(string method, string page, string? token)
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Quick);

        (HttpStatusCode code, string text) = await agent.SendAsync(new HttpMethod(method), page, method == "POST" ? new StringContent("x") : null, token?.Replace("right ", "righ", StringComparison.Ordinal));

        code.ShouldBe(HttpStatusCode.Unauthorized);
        text.ShouldContain("token");
    }

    [SkippableFact]
    public async Task Client_WrongToken_SaysWhatToSet()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Quick);

        var error = Should.Throw<InvalidInputException>(() => agent.Client("wrong").Measure(ScriptedAgent.Request()));

        error.Message.ShouldContain(AgentAddress.TokenVariable);
    }

    [SkippableTheory]
    [InlineData("GET", "nowhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "measure", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "status", HttpStatusCode.OK)]
    public async Task Request_WithTheToken_FindsItsPage(string method, string page, HttpStatusCode expected)
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Quick);

        (await agent.SendAsync(new HttpMethod(method), page)).Code.ShouldBe(expected);
    }

    [SkippableFact]
    public async Task Measure_BodyLargerThanAllowed_Is413()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Quick, largestBody: 1000);

        Should.Throw<InvalidInputException>(() => agent.Client().Measure(ScriptedAgent.Request(5000))).Message.ShouldContain("larger than the 1,000 bytes");
    }

    [SkippableFact]
    public async Task Measure_BodyOfUntoldLengthLargerThanAllowed_Is413AndFreesTheAgent()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Quick, largestBody: 1000);
        var form = new MultipartFormDataContent { { new StreamContent(new UnseekableStream(5000)), AgentParts.Model, "net" } };

        (HttpStatusCode code, string text) = await agent.SendAsync(HttpMethod.Post, "measure", form);

        code.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        text.ShouldContain("larger than");
        agent.Client().Measure(ScriptedAgent.Request()).Machine.Cpu.ShouldBe("script");
    }

    [SkippableTheory]
    [InlineData("text/plain", "x", "no form")]
    [InlineData("multipart/form-data; boundary=b", "rubbish", "broken")]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n", "no part 'model'")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=evil\r\n\r\nx\r\n--b--\r\n", "part 'evil'")]
    public async Task Measure_NoProperForm_Is400InASentence(string type, string body, string saying)
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Quick);
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        (HttpStatusCode code, string text) = await agent.SendAsync(HttpMethod.Post, "measure", content);

        code.ShouldBe(HttpStatusCode.BadRequest);
        AgentMessage.TryParse(text)!.Error!.ShouldContain(saying);
    }

    [SkippableFact]
    public async Task Measure_FileNameWithAPath_WritesInsideTheFolderOnly()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync("test \"$(ls \"$1\" | sort | tr '\\n' ' ')\" = '0.onnx names.json ' || exit 7; " + ScriptedAgent.Quick);
        var form = new MultipartFormDataContent { { new ByteArrayContent([1]), AgentParts.Model, "../../outside.onnx" } };

        (HttpStatusCode code, string text) = await agent.SendAsync(HttpMethod.Post, "measure", form);

        code.ShouldBe(HttpStatusCode.OK, text);
        File.Exists(Path.Combine(agent.Folder, "outside.onnx")).ShouldBeFalse();
    }

    [SkippableTheory]
    [InlineData("echo '{\"Error\":\"it is broken\"}'", "it is broken")]
    [InlineData("echo sorry >&2; exit 9", "exit code 9: sorry")]
    [InlineData("kill -SEGV $$", "ended without a result")]
    public async Task Measure_ModelThatTheWorkerCannotRun_Is422InASentence(string script, string saying)
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(script);
        var form = new MultipartFormDataContent { { new ByteArrayContent([1]), AgentParts.Model, "net" } };

        (HttpStatusCode code, string text) = await agent.SendAsync(HttpMethod.Post, "measure", form);

        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        AgentMessage.TryParse(text)!.Error!.ShouldContain(saying);
    }

    [SkippableFact]
    public async Task Measure_WorkerThatDiesOnTheWay_IsAnErrorOfTheClient()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync("echo '{\"Progress\":\"on the way\"}'; exit 5");

        Should.Throw<InvalidInputException>(() => agent.Client().Measure(ScriptedAgent.Request())).Message.ShouldContain("exit code 5");
    }

    [SkippableFact]
    public async Task Measure_SecondClient_Is409AndTheFirstGoesOn()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Endless);
        using var first = new RunningClient(agent);
        await first.Working;

        var error = Should.Throw<MissingDependencyException>(() => agent.Client().Measure(ScriptedAgent.Request()));

        error.Message.ShouldContain("one job at a time");
        first.Job.IsCompleted.ShouldBeFalse();
        agent.Client().Status().Busy.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Measure_ClientGoesAway_EndsItsJobAndFreesTheAgent()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync("echo $$ >\"$1/../worker.pid\"; " + ScriptedAgent.Endless);
        using var first = new RunningClient(agent);
        await first.Working;
        string worker = (await File.ReadAllTextAsync(Path.Combine(agent.Folder, "worker.pid"))).Trim();

        first.Leave();

        await EventuallyAsync(() => !agent.Client().Status().Busy);
        Directory.Exists($"/proc/{worker}").ShouldBeFalse();
        Directory.GetDirectories(agent.Folder).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Client_BusyAgent_WaitsForItsTurn()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync("if [ -e \"$1/../second\" ]; then " + ScriptedAgent.Quick + "; else " + ScriptedAgent.Endless + "; fi");
        using var first = new RunningClient(agent);
        await first.Working;
        await File.WriteAllTextAsync(Path.Combine(agent.Folder, "second"), "");
        var waiting = new TaskCompletionSource();

        Task<MeasurementReport> second = Task.Run(() => agent.Client(patience: s_patience).Measure(ScriptedAgent.Request(), _ => waiting.TrySetResult()));
        await waiting.Task.WaitAsync(s_patience);
        first.Leave();

        (await second.WaitAsync(s_patience)).Machine.Cpu.ShouldBe("script");
    }

    [SkippableFact]
    public async Task Measure_LongerThanAllowed_IsEnded()
    {
        await using ScriptedAgent agent = await ScriptedAgent.StartAsync(ScriptedAgent.Endless, longestJob: TimeSpan.FromMilliseconds(300));

        Should.Throw<InvalidInputException>(() => agent.Client().Measure(ScriptedAgent.Request())).Message.ShouldContain("the longest this agent allows");
        agent.Client().Status().Busy.ShouldBeFalse();
    }

    [Fact]
    public void Client_NobodyThere_IsMissing() =>
        Should.Throw<MissingDependencyException>(() => new AgentClient(new AgentAddress("127.0.0.1", 1), new AgentToken("x"), TimeProvider.System).Status()).Message.ShouldContain("No agent answers at agent://127.0.0.1:1");

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (!holds())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
