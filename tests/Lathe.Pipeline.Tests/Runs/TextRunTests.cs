using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

public class TextRunTests
{
    /// <summary>A language model is trained, deployed and judged like any network: its loss in ONNX Runtime is the one of the next words.</summary>
    [SkippableFact]
    public void Run_LanguageModel_ReportsItsLossOnTheTestText()
    {
        using var run = new TemporaryRun();
        string folder = Path.GetDirectoryName(run.Folder().Path)!;
        File.WriteAllText(Path.Combine(folder, "train.txt"), string.Concat(Enumerable.Repeat("the cat sat on the mat and the dog sat on the log\n", 300)));
        File.WriteAllText(Path.Combine(folder, "valid.txt"), string.Concat(Enumerable.Repeat("the dog sat on the mat and the cat sat on the log\n", 30)));

        RunResult result = run.Run($"model: lstm-lm\ndata: 'text:{folder}/train.txt?test={folder}/valid.txt&length=10'\nwidth: 0.1\nseed: 1\nsteps:\n  - train: {{ epochs: 6, batch: 16, rate: 0.02, optimizer: adam }}\n  - quantize: {{ method: half }}\n", quick: false);

        result.Variants[0].TestLoss.ShouldBeLessThan(Math.Log(11));
        result.Variants[^1].TestLoss.ShouldBe(result.Variants[0].TestLoss, 0.01);
    }
}
