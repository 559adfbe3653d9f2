using System.IO.Compression;

namespace Lathe.Cli.Tests;

/// <summary>Single steps on each other's runs, and what comes out of them.</summary>
public sealed class StepCommandTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lathe-steps").FullName;

    [SkippableFact]
    public async Task Steps_OnEachOthersRuns_GiveABundle()
    {
        (int code, string errors) = await LatheProcess.RunAsync(["train", "lenet-300-100", "--data", "synthetic-images", "--epochs", "2", "--out", At("trained")]);
        Skip.If(code == 3, errors);
        code.ShouldBe(0, errors);
        await Works("prune", At("trained"), "--ratio", "0.5", "--epochs", "1", "--out", At("pruned"));
        await Works("distill", At("pruned"), "--epochs", "1", "--out", At("distilled"));
        await Works("quantize", At("distilled"), "--where", "all", "--samples", "32", "--out", At("quantized"));
        await Works("export", At("quantized"), "--to", "bundle", "--out", At("all.zip"));
        await Works("export", At("quantized"), "--to", "onnx-int8", "--out", At("small.onnx"));
        await Works("export", At("quantized"), "--to", "c", "--board", "nucleo-l4r5zi", "--out", At("c"));
        (int refused, string why) = await LatheProcess.RunAsync(["export", At("trained"), "--to", "c", "--out", At("no")]);
        await Works("report", At("quantized"));

        using ZipArchive zip = ZipFile.OpenRead(At("all.zip"));
        zip.Entries.Select(e => e.FullName).ShouldBe(["model.onnx", "measurements.json", "report.html", "recipe.lock.yaml", "environment.json", "result.json"], ignoreOrder: true);
        (refused, Directory.Exists(At("no"))).ShouldBe((2, false));
        why.ShouldContain("has no quantized network");
        Directory.GetFiles(At("c")).Select(Path.GetExtension).Order().ShouldBe([".c", ".c", ".h", ".h"]);
        new FileInfo(At("small.onnx")).Length.ShouldBeLessThan(new FileInfo(At("trained/models/baseline.onnx")).Length / 4);
        string report = await File.ReadAllTextAsync(At("quantized/report.html"));
        report.ShouldContain("compressed-int8");
        report.ShouldContain("Quantization noise of compressed-int8");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static async Task Works(params string[] arguments)
    {
        (int code, string errors) = await LatheProcess.RunAsync(arguments);
        code.ShouldBe(0, errors);
    }

    private string At(string name) => Path.Combine(_root, name);
}
