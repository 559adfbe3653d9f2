namespace Lathe.Cli.Tests;

/// <summary>A run that is killed as the system kills, without a word, and resumed: the same bits as one left alone.</summary>
public sealed class KillAndResumeTests : IDisposable
{
    // The first epoch's line is waited for; the others are the time in which the signal has to arrive.
    private const int Attempts = 3;
    private const int Killed = 137;
    private const string Recipe = """
        model: resnet8
        data: synthetic-images
        width: 0.25
        seed: 4
        steps:
          - train:    { epochs: 3, batch: 32, rate: 0.05, crop: 1, flip: true }
          - prune:    { until: macs, to: 60 %, epochs: 3, batch: 32 }
          - quantize: { mode: qat, where: all, epochs: 4, batch: 32, samples: 32 }
        """;

    private static readonly string[] s_moments = ["0-train epoch 1/", "1-prune-0 epoch 1/", "2-qat epoch 1/"];

    private readonly string _root = Directory.CreateTempSubdirectory("lathe-kill").FullName;

    [SkippableFact]
    public async Task Optimize_KilledInEveryKindOfStepAndResumed_GivesTheSameBits()
    {
        string recipe = Path.Combine(_root, "recipe.yaml");
        await File.WriteAllTextAsync(recipe, Recipe);
        string whole = Path.Combine(_root, "whole"), broken = Path.Combine(_root, "broken");
        (int code, string errors) = await LatheProcess.RunAsync(["optimize", recipe, "--out", whole]);
        Skip.If(code == 3, errors);
        code.ShouldBe(0, errors);

        await KillInEveryStepAsync(recipe, broken);
        (code, errors) = await LatheProcess.RunAsync(["optimize", recipe, "--out", broken, "--resume"]);

        code.ShouldBe(0, errors);
        foreach (string file in new[] { "models/baseline.onnx", "models/compressed.onnx", "models/compressed-int8.onnx", "metrics.jsonl", "recipe.lock.yaml" })
        {
            File.ReadAllBytes(Path.Combine(broken, file)).ShouldBe(File.ReadAllBytes(Path.Combine(whole, file)), file);
        }
    }

    /// <summary>A process runs on between its line and the signal: where one got past the moment meant for it, the folder is begun anew.</summary>
    private static async Task KillInEveryStepAsync(string recipe, string folder)
    {
        string said = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            int killed = 0;
            foreach (string moment in s_moments)
            {
                (int code, said) = await LatheProcess.RunAsync(["optimize", recipe, "--out", folder, "--resume"], moment);
                killed += code == Killed && said.Contains(moment, StringComparison.Ordinal) ? 1 : 0;
            }

            if (killed == s_moments.Length && !File.Exists(Path.Combine(folder, "result.json")))
            {
                return;
            }

            Directory.Delete(folder, recursive: true);
        }

        Assert.Fail($"{Attempts} times a run was not killed where it should have been; the last one said {said}");
    }

    [SkippableFact]
    public async Task Optimize_DamagedCheckpoint_IsOneSentenceAndExitCode2()
    {
        string recipe = Path.Combine(_root, "recipe.yaml"), folder = Path.Combine(_root, "damaged");
        await File.WriteAllTextAsync(recipe, Recipe);
        (_, string errors) = await LatheProcess.RunAsync(["optimize", recipe, "--out", folder], "0-train epoch 1/");
        Skip.If(errors.Contains("was not found", StringComparison.Ordinal), errors);
        string checkpoint = Path.Combine(folder, "checkpoints", "0-train.json");
        byte[] bytes = await File.ReadAllBytesAsync(checkpoint);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(checkpoint, bytes);

        (int code, errors) = await LatheProcess.RunAsync(["optimize", recipe, "--out", folder, "--resume"]);

        code.ShouldBe(2);
        errors.ShouldContain("is damaged");
        errors.ShouldNotContain("   at ");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
