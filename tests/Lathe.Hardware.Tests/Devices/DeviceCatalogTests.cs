using System.Text;
using System.Text.Json.Nodes;
using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Tests.Devices;

public sealed class DeviceCatalogTests
{
    public static TheoryData<string> Names => [.. DeviceCatalog.Names];

    [Fact]
    public void Names_Catalog_HasAtLeastTwentyNineDevices() => DeviceCatalog.Names.Count.ShouldBeGreaterThanOrEqualTo(29);

    [Theory]
    [MemberData(nameof(Names))]
    public void Find_EveryDevice_FollowsTheSchemaAndIsNamedAsItsFile(string name) => DeviceCatalog.Find(name).Name.ShouldBe(name);

    [Theory]
    [MemberData(nameof(Names))]
    public void Figures_EveryDevice_CarrySourceAndTag(string name)
    {
        (string Place, Figure Figure)[] figures = [.. DeviceCatalog.Find(name).Figures()];

        figures.Length.ShouldBeGreaterThan(8);
        figures.ShouldAllBe(f => f.Figure.Source.Length > 3 && f.Figure.Letter != 'M' && f.Figure.Value >= 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Memory_EveryDevice_GivesEnergyOfEveryLevel(string name) => DeviceCatalog.Find(name).Memory.ShouldAllBe(m => m.PicojoulesPerByte != null);

    [Theory]
    [InlineData("nvidia-t4", Precision.I8, 130.25e12)]
    [InlineData("nvidia-a100", Precision.F16, 311.87e12)]
    [InlineData("nvidia-h100-pcie", Precision.F16, 756.45e12)]
    public void Peak_PublishedRates_AreTheDenseOnes(string name, Precision precision, double operations) =>
        DeviceCatalog.Find(name).Peak(precision, ComputeEngine.Matrix)!.Operations.Value.ShouldBe(operations);

    [Fact]
    public void Peak_SparseAsked_IsTheSparseRate()
    {
        DeviceProfile orin = DeviceCatalog.Find("jetson-agx-orin");

        orin.Peak(Precision.I8, ComputeEngine.Matrix, sparse: true)!.Operations.Value.ShouldBe(275e12);
        orin.Peak(Precision.I8, ComputeEngine.Matrix)!.Operations.Value.ShouldBe(137.5e12);
    }

    [Fact]
    public void Find_Unknown_NamesTheKnownOnes() => Should.Throw<InvalidInputException>(() => DeviceCatalog.Find("nvidia-t5")).Message.ShouldContain("nvidia-t4");

    [Fact]
    public void Read_BrokenFile_ReportsEveryProblemTogether()
    {
        JsonNode device = JsonNode.Parse(Text("nvidia-t4"))!;
        device["kind"] = "toaster";
        device["colour"] = "red";
        device["cores"]!["tag"] = "Z";
        device["cores"]!["source"] = "hearsay";
        device.AsObject().Remove("clockHertz");
        device["peaks"]![0]!["operations"] = -1;
        device["efficiency"]!["compute"]!["value"] = 1.5;
        device["memory"]![1]!.AsObject().Remove("holdsWeights");

        string message = Should.Throw<InvalidInputException>(() => DeviceReader.Read(Encoding.UTF8.GetBytes(device.ToJsonString()), "mine.json")).Message;

        foreach (string place in new[] { "mine.json", "kind", "colour", "cores.tag", "cores.source", "clockHertz", "peaks[0].operations", "efficiency.compute.value", "holdsWeights" })
        {
            message.ShouldContain(place);
        }
    }

    [Fact]
    public void Load_UsersOwnFile_WorksAsTheCatalog()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("lathe-devices").FullName, "mine.json");
        File.WriteAllText(file, Text("nvidia-t4").Replace("\"nvidia-t4\"", "\"my-t4\"", StringComparison.Ordinal));

        DeviceCatalog.Find(file).Name.ShouldBe("my-t4");
    }

    [Fact]
    public void Read_NotJson_SaysSo() => Should.Throw<InvalidInputException>(() => DeviceReader.Read("{"u8.ToArray(), "x.json")).Message.ShouldContain("not JSON");

    [Fact]
    public void ThisMachine_Detected_HasEveryFigure()
    {
        DeviceProfile here = DeviceCatalog.Find("this-machine");

        here.Cores.Value.ShouldBe(Environment.ProcessorCount);
        here.Figures().ShouldAllBe(f => f.Figure.Source.Length > 3);
        here.ActivationMemory.Bandwidth!.Value.ShouldBeGreaterThan(1e8);
    }

    [Fact]
    public void Measure_HereAndNow_GivesRatesOfAComputer()
    {
        MachineRates rates = MachineMeter.Measure(TimeProvider.System, 1);

        rates.Operations.ShouldBeInRange(1e8, 1e13);
        rates.Bandwidth.ShouldBeInRange(1e8, 1e12);
        (rates.ByteOperations is null).ShouldBe(rates.ByteInstructions is null);
        (rates.ByteOperations ?? 1e9).ShouldBeInRange(1e8, 1e14);
        ThisMachine.Detect(measured: rates).Peak(Precision.F32, ComputeEngine.Vector)!.Operations.Letter.ShouldBe('M');
    }

    [Fact]
    public void Detect_FakeSystem_ReadsClockCachesAndMemory()
    {
        string root = Directory.CreateTempSubdirectory("lathe-system").FullName, cpu = Path.Combine(root, "sys/devices/system/cpu/cpu0");
        void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Write(Path.Combine(cpu, "cpufreq/cpuinfo_max_freq"), "3400000\n");
        Write(Path.Combine(root, "proc/meminfo"), "MemTotal:        2097152 kB\n");
        foreach ((string index, string type, string level, string size) in new[] { ("index0", "Data", "1", "32K"), ("index1", "Instruction", "1", "64K"), ("index2", "Unified", "2", "1M") })
        {
            Write(Path.Combine(cpu, "cache", index, "type"), type);
            Write(Path.Combine(cpu, "cache", index, "level"), level);
            Write(Path.Combine(cpu, "cache", index, "size"), size);
        }

        DeviceProfile device = ThisMachine.Detect(root);

        device.Clock.Value.ShouldBe(3.4e9);
        device.Memory.Select(m => m.Bytes.Value).ShouldBe([32 << 10, 1 << 20, 2L << 30]);
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(DeviceCatalog).Assembly.GetManifestResourceStream($"devices/{name}.json")!);
        return reader.ReadToEnd();
    }
}
