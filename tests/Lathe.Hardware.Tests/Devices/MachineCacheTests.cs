using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Tests.Devices;

public sealed class MachineCacheTests : IDisposable
{
    private static readonly MachineDescription s_machine = new("a processor", 4, [], "", "");
    private readonly string _root = Directory.CreateTempSubdirectory("lathe-cache").FullName;

    [Fact]
    public void Save_ThenLoad_OnTheSameMachine_IsTheSame()
    {
        MachineCache cache = Cache();
        cache.TryLoad(s_machine).ShouldBeNull();

        cache.Save(s_machine, new MachineRates(1e11, 2e10, 3e11, "vpdpbusd"));

        Cache().TryLoad(s_machine).ShouldBe(new MachineRates(1e11, 2e10, 3e11, "vpdpbusd"));
    }

    [Fact]
    public void Load_OnAnotherMachine_IsNothing()
    {
        Cache().Save(s_machine, new MachineRates(1e11, 2e10));

        Cache().TryLoad(s_machine with { Cores = 8 }).ShouldBeNull();
        Cache().TryLoad(s_machine with { Cpu = "another" }).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("null")]
    [InlineData("{\"Cpu\":\"a processor\",\"Cores\":4}")]
    [InlineData("{\"Cpu\":\"a processor\",\"Cores\":4,\"Rates\":{\"Operations\":1,\"Bandwidth\":1,\"ByteOperations\":-1}}")]
    [InlineData("{\"Cpu\":\"a processor\",\"Cores\":4,\"Rates\":{\"Operations\":0,\"Bandwidth\":-1}}")]
    public void Load_DamagedFile_IsNothing(string content)
    {
        Cache().Save(s_machine, new MachineRates(1, 1));
        File.WriteAllText(Cache().Path, content);

        Cache().TryLoad(s_machine).ShouldBeNull();
    }

    [Fact]
    public void Save_WhereNothingCanBeWritten_IsOneSentence()
    {
        string file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");

        Should.Throw<InvalidInputException>(() => new MachineCache(Path.Combine(file, "below", "x.json")).Save(s_machine, new MachineRates(1, 1))).Message.ShouldContain("XDG_CACHE_HOME");
    }

    [Fact]
    public void Detect_MeasuredRates_ReplaceTheAssumedOnes()
    {
        DeviceProfile device = ThisMachine.Detect(measured: new MachineRates(123e9, 45e9));

        device.Peak(Precision.F32, ComputeEngine.Vector)!.Operations.Value.ShouldBe(123e9);
        device.ActivationMemory.Bandwidth!.Value.ShouldBe(45e9);
        device.ActivationMemory.Bandwidth.Tag.ShouldBe(FigureTag.Measured);
        device.Peak(Precision.I8, ComputeEngine.Vector)!.Operations.Tag.ShouldBe(FigureTag.Computed);
    }

    [Fact]
    public void Detect_MeasuredBytes_AreTheirOwnPeak()
    {
        Figure bytes = ThisMachine.Detect(measured: new MachineRates(100e9, 45e9, 300e9, "sdot")).Peak(Precision.I8, ComputeEngine.Vector)!.Operations;

        (bytes.Value, bytes.Tag).ShouldBe((300e9, FigureTag.Measured));
        bytes.Source.ShouldContain("sdot");
    }

    // Files of earlier versions have no 8-bit rate.
    [Fact]
    public void Load_RatesWithoutBytes_CountAsTheyAre()
    {
        Cache().Save(s_machine, new MachineRates(1, 1));
        File.WriteAllText(Cache().Path, "{\"Cpu\":\"a processor\",\"Cores\":4,\"Rates\":{\"Operations\":5,\"Bandwidth\":7}}");

        Cache().TryLoad(s_machine).ShouldBe(new MachineRates(5, 7));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private MachineCache Cache() => new(Path.Combine(_root, "below", "this-machine.json"));
}
