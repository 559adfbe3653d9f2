using System.Text;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.OnnxRuntime.Profiling;

namespace Lathe.OnnxRuntime.Tests.Profiling;

public class OrtProfileTests
{
    [Fact]
    public void Parse_TwoNodes_SumsPerNodeAndSkipsTheWarmUp()
    {
        OrtProfile profile = Parse(1, Run(0, ("conv", 900), ("relu", 90)), Run(1000, ("conv", 10), ("relu", 1)), Run(2000, ("conv", 30), ("relu", 2)), Run(3000, ("conv", 20), ("relu", 3)));

        profile.Runs.ShouldBe(3);
        profile.Nodes.Select(n => n.Name).ShouldBe(["conv", "relu"]);
        profile.Nodes[0].MedianMicroseconds.ShouldBe(20);
        profile.Nodes[0].Microseconds.ShouldBe(20);
        profile.Nodes[1].Runs.ShouldBe(3);
        profile.Nodes[0].InputTypes.ShouldBe(["uint8", "float"]);
        profile.Nodes[0].OutputShape.ShouldBe([1, 8]);
    }

    [Fact]
    public void Parse_OutlierAmongManyRuns_DoesNotMoveTheMiddle()
    {
        string[] runs = [.. Enumerable.Range(0, 9).Select(i => Run(i * 100_000, ("conv", i == 4 ? 50_000 : 10)))];

        Parse(0, runs).Nodes[0].Microseconds.ShouldBe(10);
    }

    [Fact]
    public void Parse_RunsInTwoMoods_TellsTheFastOne()
    {
        string[] runs = [.. Enumerable.Range(0, 40).Select(i => Run(i * 100_000, ("conv", i % 5 < 3 ? 16 : 10)))];

        OrtNodeTiming node = Parse(0, runs).Nodes[0];

        node.QuietMicroseconds.ShouldBe(10);
        node.MedianMicroseconds.ShouldBe(16);
    }

    [Theory]
    [InlineData(10, 3.0)]
    [InlineData(1, 1)]
    [InlineData(8, 2.5)]
    [InlineData(100, 25.0)]
    public void LowerQuartile_CountedUp_IsTheMeanAroundIt(int count, double quartile) => LowerQuartile.Of(Enumerable.Range(1, count).Reverse().Select(i => (double)i)).ShouldBe(quartile, 1e-9);

    [Fact]
    public void Parse_BodyOfALoop_CountsOnceInTheLoop()
    {
        string inside = Event("body_kernel_time", 110, 20) + "," + Event("body_kernel_time", 140, 20);
        string text = inside + "," + Event("loop_kernel_time", 100, 80) + "," + Event("after_kernel_time", 180, 5) + "," + WholeRun(100, 90);

        OrtProfile profile = Parse(0, text);

        profile.Nodes.Select(n => n.Name).ShouldBe(["loop", "after"]);
        profile.Nodes[0].Microseconds.ShouldBe(80);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"cat\":1}")]
    [InlineData("[{\"cat\":\"Node\"")]
    [InlineData("[{\"cat\":\"Node\"}]")]
    public void Parse_NotAProfile_SaysSo(string text) =>
        Should.Throw<InvalidInputException>(() => OrtProfile.Parse(new MemoryStream(Encoding.UTF8.GetBytes(text)), 0)).Message.ShouldContain("not a whole ONNX Runtime profile");

    [Fact]
    public void Read_MissingFile_NamesIt() => Should.Throw<InvalidInputException>(() => OrtProfile.Read("nowhere.json", 0)).Message.ShouldContain("'nowhere.json'");

    [SkippableFact]
    public void EndProfiling_RealSession_GivesNodesOfTheOptimizedGraph()
    {
        Models.RequireLibrary();
        string folder = Directory.CreateTempSubdirectory("lathe-ort").FullName;
        string optimized = Path.Combine(folder, "optimized.onnx");
        using (OrtSession session = OrtSession.Open(Models.Dense(), new OrtSessionOptions { ProfilePrefix = Path.Combine(folder, "profile"), OptimizedModelPath = optimized }))
        {
            for (int run = 0; run < 6; run++)
            {
                SessionTests.Run(session).ShouldBe([9, 9, 9]);
            }

            OrtProfile profile = OrtProfile.Read(session.EndProfiling(), 2);

            profile.Runs.ShouldBe(4);
            ModelGraph graph = OnnxModel.Load(optimized);
            graph.Nodes.Length.ShouldBeLessThan(3);
            profile.Nodes.Select(n => n.OpType).ShouldBe(graph.Nodes.Select(n => n.OpType));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static OrtProfile Parse(int warmUp, params string[] events) => OrtProfile.Parse(new MemoryStream(Encoding.UTF8.GetBytes("[" + string.Join(",", events) + "]")), warmUp);

    private static string Run(long start, params (string Name, long Duration)[] nodes)
    {
        var events = new List<string>();
        long at = start;
        foreach ((string name, long duration) in nodes)
        {
            events.Add(Event(name + "_kernel_time", at, duration));
            at += duration;
        }

        return string.Join(",", events) + "," + WholeRun(start, at - start);
    }

    private static string Event(string name, long start, long duration) =>
        $$$"""{"cat":"Node","name":"{{{name}}}","ts":{{{start}}},"dur":{{{duration}}},"args":{"op_name":"Op","provider":"CPUExecutionProvider","input_type_shape":[{"uint8":[1,4]},{"float":[]}],"output_type_shape":[{"uint8":[1,8]}]}}""";

    private static string WholeRun(long start, long duration) => $$$"""{"cat":"Session","name":"model_run","ts":{{{start}}},"dur":{{{duration}}},"args":{}}""";
}
