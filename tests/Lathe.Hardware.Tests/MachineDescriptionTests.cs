namespace Lathe.Hardware.Tests;

public class MachineDescriptionTests
{
    [Fact]
    public void Detect_ThisMachine_NamesProcessorAndSystem()
    {
        MachineDescription machine = MachineDescription.Detect();

        machine.Cpu.ShouldNotBeNullOrWhiteSpace();
        machine.Cores.ShouldBe(Environment.ProcessorCount);
        machine.Runtime.ShouldStartWith(".NET 10");
    }

    [Theory]
    [InlineData("avx512_vnni", true)]
    [InlineData("amx_int8", true)]
    [InlineData("asimddp", true)]
    [InlineData("avx2", false)]
    public void HasIntegerDotProducts_DependsOnTheInstructions(string instruction, bool expected) =>
        new MachineDescription("cpu", 1, [instruction], "system", "runtime").HasIntegerDotProducts.ShouldBe(expected);
}
