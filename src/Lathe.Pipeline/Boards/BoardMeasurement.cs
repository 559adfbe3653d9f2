using System.Text.Json.Serialization;
using Lathe.Hardware.Readings;
using Lathe.Micro.Emulation;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Boards;

/// <summary>What was measured of a network's C sources: its answers to the test set, and what it takes on an emulated board.</summary>
public sealed record BoardMeasurement
{
    /// <summary>The microcontroller that is meant.</summary>
    public required string Device { get; init; }

    /// <summary>The emulated board with the same core.</summary>
    public required string Board { get; init; }

    /// <summary>The kind of kernels.</summary>
    public required string Kernels { get; init; }

    /// <summary>Test inputs that the C code answered: under emulation, or compiled for this machine where those would take too long.</summary>
    public required int Answered { get; init; }

    /// <summary>Test inputs whose every output code was compared with the integer reference.</summary>
    public required int Compared { get; init; }

    /// <summary>Test inputs that ran on the emulated board; they are among those compared.</summary>
    public required int Emulated { get; init; }

    /// <summary>Where outputs differ from the reference; empty when all codes are equal.</summary>
    public required IReadOnlyList<string> Different { get; init; }

    /// <summary>Share of right answers of the C code.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean cross-entropy of the C code's answers, in nats.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of right answers of the integer reference on the inputs compared.</summary>
    public required double ReferenceAccuracy { get; init; }

    /// <summary>Bytes of flash of the whole program, from the ELF.</summary>
    public required int FlashBytes { get; init; }

    /// <summary>Bytes of RAM of the whole program: data from the ELF and the stack that was used.</summary>
    public required int RamBytes { get; init; }

    /// <summary>Bytes of flash of the network and its kernels alone, from the object files.</summary>
    public required int NetworkFlashBytes { get; init; }

    /// <summary>Bytes of the arena.</summary>
    public required int ArenaBytes { get; init; }

    /// <summary>Bytes of stack that were used.</summary>
    public required int StackBytes { get; init; }

    /// <summary>Instructions of each layer, as executed under emulation.</summary>
    public required IReadOnlyList<EmulatedLayer> Layers { get; init; }

    /// <summary>Instructions of the front end for a recording, all frames; null where the network was given codes.</summary>
    public long? FrontEndInstructions { get; init; }

    /// <summary>Instructions of an inference, from the input's codes on.</summary>
    public long Instructions => Layers.Sum(l => l.Instructions);

    /// <summary>The clock of the microcontroller, in megahertz.</summary>
    public required double Megahertz { get; init; }

    /// <summary>Cycles assumed of an instruction.</summary>
    public required Estimate CyclesOfInstruction { get; init; }

    /// <summary>Milliseconds of an inference: instructions, their cycles, the clock.</summary>
    public Estimate Milliseconds => CyclesOfInstruction * (Instructions / (Megahertz * 1e3));

    /// <summary>What the time rests on.</summary>
    [JsonIgnore]
    public string TimeBasis => FormattableString.Invariant($"{Instructions:N0} instructions (simulated) x {CyclesOfInstruction.Value} cycles ({CyclesOfInstruction.Low} to {CyclesOfInstruction.High}, assumed of the core, memory without waiting) at {Megahertz:0.##} MHz: {Milliseconds.Low:0.0} to {Milliseconds.High:0.0} ms");

    /// <summary>How memory was measured.</summary>
    [JsonIgnore]
    public string Basis => $"the whole program for {Board} (start-up, {(FrontEndInstructions is null ? "" : "front end, ")}network, kernels, input and output through the debugger): ELF sections, and the stack that {Emulated} runs under QEMU used";

    /// <summary>What ran where, in a sentence.</summary>
    public string Describe() => FormattableString.Invariant(
        $"The C code answers {Answered:N0} test {(FrontEndInstructions is null ? "inputs" : "recordings, which its front end in fixed point hears")}, {100 * Accuracy:0.00} % right; {Compared - Different.Count:N0} of {Compared:N0} outputs equal the integer reference's bit for bit ({100 * ReferenceAccuracy:0.00} % right). {(Emulated == Answered ? $"All ran on {Board} under QEMU" : $"{Emulated:N0} of them ran on {Board} under QEMU, all compiled for this machine")}, with {Kernels} kernels.");

    /// <summary>A reading of the device with memory as measured, and the time that the instructions take.</summary>
    internal DeviceReading Refine(DeviceReading modelled) => modelled with
    {
        Latency = new TargetFigure(Milliseconds.Value, Provenance.Analytic, TimeBasis),
        Ram = new TargetFigure(RamBytes, Provenance.Measured, Basis),
        Flash = new TargetFigure(FlashBytes, Provenance.Measured, Basis),
    };
}
