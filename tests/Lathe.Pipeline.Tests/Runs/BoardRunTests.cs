using System.Text.Json;
using Lathe.Hardware;
using Lathe.Hardware.Readings;
using Lathe.Micro.Emulation;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.Pipeline.Boards;
using Lathe.Pipeline.Exporting;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Reports;
using Lathe.Pipeline.Runs;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests.Runs;

public sealed class BoardRunTests
{
    private const string Start = "data: synthetic-images\nseed: 3\nlimit: 200\n";

    [SkippableFact]
    public void Run_DeployedAsC_IsJudgedByWhatTheBoardDoes()
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        using var run = new TemporaryRun();

        RunResult result = run.Run("model: ds-cnn\nwidth: 0.25\n" + Start + "target: { device: nucleo-l4r5zi, flash: 1 KB, ram: 64 KB }\nsteps:\n  - train: { epochs: 1, batch: 32, rate: 0.05 }\n  - quantize: {}\n  - deploy: [ c ]\n");

        RunResult kept = JsonSerializer.Deserialize<RunResult>(File.ReadAllText(run.Folder().File("result.json")))!;
        Variant best = kept.Best;
        BoardMeasurement board = best.Board!;
        best.Name.ShouldBe("compressed-c");
        (board.Answered, board.Compared, board.Emulated, board.Different.Count).ShouldBe((200, 200, 200, 0));
        (best.TestAccuracy, board.Accuracy).ShouldBe((board.ReferenceAccuracy, board.ReferenceAccuracy));
        board.Layers.Sum(l => l.Instructions).ShouldBe(result.Best.Board!.Instructions);
        board.FlashBytes.ShouldBeInRange(board.NetworkFlashBytes, board.NetworkFlashBytes + 2_000);
        (best.Device!.Flash!.Value, best.Device.Flash.Provenance).ShouldBe((board.FlashBytes, Provenance.Measured));
        best.Device.Latency!.Value.ShouldBe(board.Instructions * 1.4 / 120e3, 1e-9);
        result.Variants.Single(v => v.Name == "compressed-int8").Device!.Latency!.Provenance.ShouldBe(Provenance.Calibrated);
        // All 8 bits of weights saturate on some processors; there the file for ONNX Runtime has them unsigned.
        OnnxModel.Load(run.Folder().File(result.Variants.Single(v => v.Name == "compressed-int8").File)).Parameters.Values.Any(p => p is { Type: DType.UInt8, Shape.Rank: 4 }).ShouldBe(!MachineDescription.Detect().HasIntegerDotProducts);
        result.Targets.Where(t => t.Met).Select(t => t.Target).ShouldBe(["C code", "ram"]);
        result.Targets.Single(t => !t.Met).Margin.ShouldStartWith("over by ");
        File.Exists(run.Folder().File(best.File, "lathe_kernels.c")).ShouldBeTrue();
        RunReport.Page(RunRecord.Load(run.Folder().Path), null).ShouldContain("C code on mps2-an386");
        RunExport.Find(run.Folder().Path, integer: true).Name.ShouldBe("compressed-int8");
    }

    [SkippableFact]
    public void Run_Autoencoder_IsJudgedByHowItTellsAnomalies()
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        using var run = new TemporaryRun();

        RunResult result = run.Run("model: fc-autoencoder\ndata: synthetic:1x8?train=400&test=60&normal=0\nseed: 3\ntarget: { device: nucleo-l4r5zi }\nsteps:\n  - train: { epochs: 12, batch: 16, optimizer: adam, rate: 0.003 }\n  - quantize: {}\n  - deploy: [ c ]\n");

        BoardMeasurement board = result.Best.Board!;
        result.Metric.ShouldBe("area under the ROC curve");
        result.Variants.ShouldAllBe(v => v.TestAccuracy > 0.8);
        (board.Answered, board.Different.Count, board.Accuracy).ShouldBe((60, 0, board.ReferenceAccuracy));
        result.Variants[0].TestLoss.ShouldBeGreaterThan(0);
        RunReport.Page(RunRecord.Load(run.Folder().Path), null).ShouldContain("area under the ROC curve");
    }

    [Theory]
    [InlineData("resnet8", "{ train: { epochs: 1 } }", "does not give back samples")]
    [InlineData("fc-autoencoder", "{ train: { epochs: 1 } }, { distill: { epochs: 1 } }", "softens the probabilities of classes")]
    public void Run_AnomaliesThatTheStepsCannotServe_IsRefusedBeforeAnythingIsTrained(string model, string steps, string said)
    {
        using var run = new TemporaryRun();
        Recipe recipe = RecipeReader.Parse($"model: {model}\ndata: synthetic:1x8?normal=0\nsteps: [ {steps} ]\n", "test.yaml");

        Should.Throw<InvalidInputException>(() => new RecipeRunner(TimeProvider.System, run.Observer).Run(recipe, run.Folder())).Message.ShouldContain(said);
    }

    [SkippableFact]
    public void OfRandom_NetworkWithoutData_RunsBitForBit()
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");

        EmulatedRun run = BoardRun.OfRandom(ModelZoo.Create("fc-autoencoder"), "mps3-an547", 2);

        run.Right.ShouldBe(2);
        run.ArenaBytes.ShouldBe(768);
        run.Layers.Sum(l => l.Macs).ShouldBe(264_192);
    }

    [SkippableFact]
    public void Run_LayersThatCannotBeC_IsRefusedBeforeAnythingIsTrained()
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        using var run = new TemporaryRun();
        Recipe recipe = RecipeReader.Parse("model: vit-small\n" + Start + "target: { device: nucleo-l4r5zi }\nsteps: [ { train: { epochs: 1 } }, { quantize: {} }, { deploy: [ c ] } ]\n", "test.yaml");

        string message = Should.Throw<InvalidInputException>(() => new RecipeRunner(TimeProvider.System, run.Observer).Run(recipe, run.Folder())).Message;

        message.ShouldContain("cannot become kernels that are written as C");
        Directory.EnumerateFiles(run.Folder().Path, "*.lock.yaml").ShouldBeEmpty();
    }
}
