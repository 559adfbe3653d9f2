using Lathe.Graph;
using Lathe.Hardware.Devices;
using Lathe.Micro;
using Lathe.Micro.Arena;
using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Micro.Emulation;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Exporting;
using Lathe.Runtime;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Boards;

/// <summary>Writes a quantized network as C and measures it on the emulated board of a microcontroller.</summary>
/// <param name="device">A microcontroller of the catalog.</param>
/// <param name="ram">Bytes of RAM that are the limit beside the microcontroller's own; first layers run in patches where that takes it.</param>
/// <param name="flash">Bytes of flash that are the limit beside its own; weights are stored in the fewest bytes where that takes it.</param>
/// <param name="data">Its validation part gives scales, its test part is answered.</param>
/// <param name="say">Gets progress.</param>
internal sealed class BoardMeter(string device, double? ram, double? flash, Dataset data, Action<string> say)
{
    // About two minutes of emulation and of reference; kernels take at most about seven instructions for a product.
    private const long MostInstructions = 12_000_000_000, MostMacs = 6_000_000_000;
    private const int InstructionsPerMac = 7;

    // What a program needs of RAM beside the arena.
    private const int Stack = 768;

    private int Outputs => data.Test.TargetsEach > 0 ? data.Test.TargetsEach : data.Classes;

    /// <summary>Writes the sources into a folder and measures them.</summary>
    public BoardMeasurement Measure(ModelGraph quantized, string sources)
    {
        Board board = BoardCatalog.Emulating(device)!;
        BoardLimits own = BoardCatalog.Limits(device);
        BoardLimits limits = own with { RamBytes = (long)Math.Min(ram ?? double.PositiveInfinity, own.RamBytes) - Stack, FlashBytes = (long)Math.Min(flash ?? double.PositiveInfinity, own.FlashBytes), Kernels = board.Kernels };
        IntegerGraph graph = limits.Fit(CExport.Lower(quantized, data.Validation));
        if (graph.Inputs.Length != 1 || graph.Outputs is not [IntegerValue output] || output.Shape.Count != Outputs)
        {
            throw new InvalidInputException($"'{graph.Name}' gives {string.Join(", ", graph.Outputs)}; a run judges networks with one output of {Outputs} numbers: one for each class, or the sample given back. Write this network with: lathe export --to c.");
        }

        if (Directory.Exists(sources))
        {
            Directory.Delete(sources, recursive: true);
        }

        var inputs = new BoardInputs(graph, data);
        CExport.Fill(CWriter.Write(board.Kernels, graph, inputs.FrontEnd), sources);
        int compared = (int)Math.Clamp(MostMacs / Math.Max(1, graph.Macs), 1, data.Test.Count), emulated = (int)Math.Clamp(MostInstructions / Math.Max(1, graph.Macs * InstructionsPerMac), 1, compared);
        say($"running the C code on {board.Name} under QEMU: {emulated} of {data.Test.Count} test inputs");
        return Measure(graph, inputs, board, compared, emulated);
    }

    private BoardMeasurement Measure(IntegerGraph graph, BoardInputs inputs, Board board, int compared, int emulated)
    {
        CheckCase[] cases = [.. inputs.Codes(compared).Select(i => CheckCase.Of(graph, i))];
        EmulatedRun run = InFolder(folder => Emulator.Run(cases[..emulated], board, folder, inputs.Heard(emulated)));
        IReadOnlyList<IReadOnlyDictionary<string, TensorData>> answers = emulated == data.Test.Count ? run.Outputs : InFolder(folder => HostProgram.Run(graph, inputs.Codes(data.Test.Count), data.Test.Count, folder, inputs.Heard(data.Test.Count)));
        (double accuracy, double loss) = Score(graph, answers);
        return new BoardMeasurement
        {
            Device = device,
            Board = board.Name,
            Kernels = board.Kernels.ToString(),
            Answered = answers.Count,
            Compared = compared,
            Emulated = emulated,
            Different = [.. run.Wrong, .. cases.Select((c, i) => c.Difference(answers[i]) is { } text ? $"input {i}, on this machine: {text}" : null).Skip(emulated).OfType<string>()],
            Accuracy = accuracy,
            Loss = loss,
            ReferenceAccuracy = Score(graph, [.. cases.Select(c => c.Expected)]).Accuracy,
            FlashBytes = run.ProgramFlashBytes,
            RamBytes = run.ProgramRamBytes,
            NetworkFlashBytes = run.FlashBytes,
            ArenaBytes = run.ArenaBytes,
            StackBytes = run.StackBytes,
            Layers = run.Layers,
            FrontEndInstructions = run.FrontEndInstructions,
            Megahertz = DeviceCatalog.Find(device).Clock.Value / 1e6,
            CyclesOfInstruction = CorePace.CyclesOfInstruction(board.Core),
        };
    }

    private DeployedScore Score(IntegerGraph graph, IReadOnlyList<IReadOnlyDictionary<string, TensorData>> answers)
    {
        IntegerValue output = graph.Outputs[0];
        var meter = new AnswerMeter(data.Test);
        foreach (IReadOnlyDictionary<string, TensorData> answer in answers)
        {
            meter.Add(CodedTensors.Dequantize(answer[output.Name], graph.Scales[output.Name]), 1);
        }

        return meter.Result;
    }

    private static T InFolder<T>(Func<string, T> run)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lathe-board");
        try
        {
            return run(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
