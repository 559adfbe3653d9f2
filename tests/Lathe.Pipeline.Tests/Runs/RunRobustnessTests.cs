namespace Lathe.Pipeline.Tests.Runs;

/// <summary>What a resumed run refuses, in one sentence each.</summary>
public class RunRobustnessTests
{
    private const string Recipe = "model: lenet-300-100\ndata: synthetic-images\nwidth: 0.1\nsteps: [ { train: { epochs: 1, batch: 32 } } ]";

    [SkippableFact]
    public void Run_OtherRecipeInTheFolder_IsRefused()
    {
        using var run = new TemporaryRun();
        run.Run(Recipe);

        Should.Throw<InvalidInputException>(() => run.Run(Recipe.Replace("epochs: 1", "epochs: 2", StringComparison.Ordinal))).Message.ShouldContain("holds a run of another recipe");
    }

    [SkippableFact]
    public void Run_LockedToAnotherBackend_IsRefused()
    {
        using var run = new TemporaryRun();
        run.Run(Recipe);
        string locked = File.ReadAllText(run.Folder().File("recipe.lock.yaml")).Replace("backend: managed", "backend: abacus", StringComparison.Ordinal);

        Should.Throw<InvalidInputException>(() => run.Run(locked, "other")).Message.ShouldContain("LATHE_BACKEND");
    }

    [SkippableTheory]
    [InlineData("0-graph.onnx", "is not what step 1 wrote")]
    [InlineData("0.done", "is not what step 1 wrote")]
    public void Run_DamagedStep_IsOneError(string file, string expected)
    {
        using var run = new TemporaryRun();
        run.Run(Recipe);
        Damage(run.Folder().File("checkpoints", file));

        InvalidInputException error = Should.Throw<InvalidInputException>(() => run.Run(Recipe));

        error.Message.ShouldContain(expected);
        error.ExitCode.ShouldBe(2);
    }

    [SkippableFact]
    public void Run_TruncatedMarker_IsOneError()
    {
        using var run = new TemporaryRun();
        run.Run(Recipe);
        string marker = run.Folder().File("checkpoints", "0.done");
        File.WriteAllText(marker, File.ReadAllText(marker)[..20]);

        Should.Throw<InvalidInputException>(() => run.Run(Recipe)).Message.ShouldContain("is damaged");
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_DamagedTrainingCheckpoint_IsOneError(bool truncated)
    {
        using var run = new TemporaryRun();
        run.Run(Recipe);
        string checkpoint = run.Folder().File("checkpoints", "0-train.json");
        File.Delete(run.Folder().File("checkpoints", "0.done"));
        if (truncated)
        {
            File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..2000]);
        }
        else
        {
            Damage(checkpoint);
        }

        Should.Throw<InvalidInputException>(() => run.Run(Recipe)).Message.ShouldContain("is damaged");
    }

    [SkippableFact]
    public void Run_MetricsWrittenBeforeAKill_AreNotRepeated()
    {
        using var run = new TemporaryRun();
        run.Run(Recipe);
        string before = File.ReadAllText(run.Folder().File("metrics.jsonl"));
        File.Delete(run.Folder().File("checkpoints", "0.done"));

        run.Run(Recipe);

        File.ReadAllText(run.Folder().File("metrics.jsonl")).ShouldBe(before);
    }

    private static void Damage(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 3] ^= 0x01;
        File.WriteAllBytes(path, bytes);
    }
}
