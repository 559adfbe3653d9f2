namespace Lathe.Pipeline.Tests.Runs;

public class TrainingSettingsTests
{
    [SkippableFact]
    public void Run_WithEverySettingOfTraining_Learns()
    {
        using var run = new TemporaryRun();

        run.Run("model: lenet-300-100\ndata: synthetic-images\nwidth: 0.1\nsteps: [ { train: { epochs: 4, batch: 32, micro-batches: 2, rate: 0.01, rate-schedule: one-cycle, optimizer: lamb, averaging: 0.9, patience: 3, best: true, mixup: 0.2, noise: 0.05, precision: f16 } } ]")
            .Variants[0].TestAccuracy.ShouldBeGreaterThan(0.8);
    }

    [SkippableFact]
    public void Run_OnATable_DeploysAClassifier()
    {
        using var run = new TemporaryRun();
        string path = Path.Combine(Directory.CreateDirectory(run.Folder().Path).FullName, "..", "table.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 300).Select(i => $"{i % 7},{i % 3},{i * i % 5},{(i % 3 == 0 ? "yes" : "no")}"));

        run.Run($"model: lenet-300-100\ndata: 'csv:{path}'\nwidth: 0.1\nsteps: [ {{ train: {{ epochs: 6, batch: 16, rate: 0.05 }} }} ]").Variants[0].TestAccuracy.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Run_OnRealTargets_IsRefused()
    {
        using var run = new TemporaryRun();
        string path = Path.Combine(Directory.CreateDirectory(run.Folder().Path).FullName, "..", "table.csv");
        File.WriteAllLines(path, Enumerable.Range(0, 50).Select(i => $"{i},{i * 2}"));

        Should.Throw<InvalidInputException>(() => run.Run($"model: lenet-300-100\ndata: 'csv:{path}?regression'\nsteps: [ {{ train: {{ epochs: 1 }} }} ]")).Message.ShouldContain("real-valued targets");
    }
}
