using System.Text.Json;

namespace Lathe.Cli.Tests;

public sealed class HardwareCommandTests
{
    [Theory]
    [InlineData("os", 10175)]
    [InlineData("ws", 11199)]
    [InlineData("is", 14207)]
    public async Task Cycles_PublishedProduct_AreExact(string dataflow, long cycles)
    {
        JsonElement result = await Json("cycles", "--array", "32x32", "--dataflow", dataflow, "--gemm", "256,256,128", "--json");

        result.GetProperty("totalCycles").GetInt64().ShouldBe(cycles);
    }

    [Fact]
    public async Task Cycles_LimitedBandwidth_GivesThePublishedStalls()
    {
        JsonElement report = (await Json("cycles", "--array", "32x32", "--dataflow", "ws", "--gemm", "256,256,128", "--bandwidth", "10", "--json")).GetProperty("report");

        report.GetProperty("Stalls").GetInt64().ShouldBe(41248);
    }

    [SkippableFact]
    public async Task MicroRun_Json_TellsTheLayers()
    {
        Skip.IfNot(Lathe.Micro.Emulation.Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");

        JsonElement run = await Json("micro", "run", "lenet-300-100", "--board", "mps2-an386", "--samples", "1", "--json");

        run.GetProperty("Layers").GetArrayLength().ShouldBeGreaterThan(2);
        run.GetProperty("Right").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Cycles_TrafficOfAConvolution_IsThePublishedOne()
    {
        JsonElement report = (await Json("cycles", "--array", "32x32", "--dataflow", "ws", "--conv", "224,224,11,11,3,96,4", "--traffic", "--json")).GetProperty("report");

        new[] { "CyclesWithTransfers", "InputDramReads", "FilterDramReads", "OutputDramWrites" }.Select(p => report.GetProperty(p).GetInt64()).ShouldBe([116210, 1805023, 34848, 3484831]);
    }

    [Fact]
    public async Task Map_Network_IsNoWorseThanAnyDataflow()
    {
        JsonElement result = await Json("map", "lenet-300-100", "--device", "edge-tpu", "--goal", "edp", "--json");

        result.GetProperty("provenance").GetString().ShouldBe("simulated");
        double best = result.GetProperty("cycles").GetDouble() * result.GetProperty("joules").GetDouble();
        result.GetProperty("dataflows").EnumerateArray().Select(d => d.GetProperty("cycles").GetDouble() * d.GetProperty("joules").GetDouble()).ShouldAllBe(edp => edp >= best * 0.999999);
        result.GetProperty("layers").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task Devices_One_ListsEveryFigureWithItsSource()
    {
        JsonElement figures = (await Json("devices", "nvidia-t4", "--json")).GetProperty("figures");

        figures.GetArrayLength().ShouldBeGreaterThan(8);
        figures.EnumerateArray().ShouldAllBe(f => f.GetProperty("Source").GetString()!.Length > 3);
    }

    [Fact]
    public async Task Cost_TwoDevices_GivesAReadingOfEach()
    {
        JsonElement readings = await Json("cost", "resnet8", "--device", "nucleo-l4r5zi,nvidia-t4", "--json");

        readings.GetArrayLength().ShouldBe(2);
        readings[0].GetProperty("Macs").GetInt64().ShouldBe(12_501_632);
    }

    [Fact]
    public async Task Cost_MicrocontrollerThatWasMeasured_IsCalibratedWithAnInterval()
    {
        JsonElement reading = (await Json("cost", "ds-cnn", "--device", "nrf52840", "--json"))[0];

        reading.GetProperty("Basis").GetString()!.ShouldContain("MLPerf Tiny v1.2");
        JsonElement seconds = reading.GetProperty("Seconds");
        seconds.GetProperty("Low").GetDouble().ShouldBeLessThan(seconds.GetProperty("Value").GetDouble());
        seconds.GetProperty("High").GetDouble().ShouldBeGreaterThan(seconds.GetProperty("Value").GetDouble());
    }

    [Fact]
    public async Task Roofline_Page_HoldsChartAdviceAndNumbers()
    {
        string page = Path.Combine(Path.GetTempPath(), $"lathe-roofline-{Environment.ProcessId}.html");
        try
        {
            JsonElement report = (await Json("roofline", "lenet-300-100", "--device", "raspberry-pi-4", "--out", page, "--json")).GetProperty("report");

            report.GetProperty("Roofline").GetProperty("Marks").GetArrayLength().ShouldBe(report.GetProperty("Cost").GetProperty("Layers").GetArrayLength());
            string advice = report.GetProperty("Advice")[0].GetProperty("Text").GetString()!;
            string html = await File.ReadAllTextAsync(page);
            html.ShouldContain(System.Net.WebUtility.HtmlEncode(advice));
            html.ShouldContain("chart-roofline");
        }
        finally
        {
            File.Delete(page);
        }
    }

    [Fact]
    public async Task FpgaExplore_Defaults_FindThePublishedDesign()
    {
        (int code, _, string output) = await LatheProcess.RunWithOutputAsync(["fpga-explore"]);

        code.ShouldBe(0);
        output.ShouldContain("Tm 64, Tn 7, 61.62 GFLOPS");
    }

    [Theory]
    [InlineData("nvidia-t4", "devices", "nvidia-t5")]
    [InlineData("32x32", "cycles", "--array", "32", "--gemm", "1,1,1")]
    [InlineData("--gemm", "cycles", "--array", "32x32")]
    [InlineData("is no convolution", "cycles", "--array", "32x32", "--conv", "8,8,9,9,3,96,4")]
    [InlineData("is no convolution", "cycles", "--array", "32x32", "--conv", "2000000000,2000000000,3,3,2000000000,96,4")]
    [InlineData("follows one product", "cycles", "--array", "32x32", "--gemm", "8,8,8", "--traffic", "--bandwidth", "10")]
    [InlineData("needs a token", "agent", "--token", "")]
    [InlineData("--allow-remote", "agent", "--listen", "0.0.0.0:0", "--token", "x")]
    [InlineData("ADDRESS:PORT", "agent", "--listen", "7077", "--token", "x")]
    [InlineData("LATHE_AGENT_TOKEN", "profile", "resnet8", "--device", "agent://127.0.0.1:1")]
    [InlineData("agent://HOST:PORT", "profile", "resnet8", "--device", "nvidia-t4")]
    [InlineData("nvidia-t4", "roofline", "resnet8", "--device", "nvidia-t5")]
    [InlineData("f16", "cost", "resnet8", "--precision", "f17")]
    [InlineData("--networks is 99", "fit-latency", "--networks", "99")]
    [InlineData(".json", "fit-latency", "--out", "model.txt")]
    [InlineData("Layers is 0", "fit-latency", "--layers", "0", "--out", "nowhere.json")]
    public async Task BadInput_IsSaidInOneMessage(string said, params string[] arguments)
    {
        (int code, string errors, string output) = await LatheProcess.RunWithOutputAsync(arguments);

        code.ShouldBe(2);
        errors.ShouldContain(said);
        errors.ShouldNotContain("   at ");
        output.ShouldBeEmpty();
    }

    private static async Task<JsonElement> Json(params string[] arguments)
    {
        (int code, string errors, string output) = await LatheProcess.RunWithOutputAsync(arguments);
        code.ShouldBe(0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
