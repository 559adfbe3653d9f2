using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Tests.Runs;

public class ResumeTests
{
    private const string Text = "model: lenet-300-100\ndata: synthetic-images\nwidth: 0.2\nsteps: [ { train: { epochs: 3, batch: 32, rate: 0.05 } }, { prune: { method: taylor, ratio: 0.3, epochs: 2, batch: 32, rate: 0.02 } } ]";

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(4)]
    public void Run_StoppedAndResumed_GivesTheSameBitsAsUndisturbed(int epochsBeforeStop)
    {
        string root = Directory.CreateTempSubdirectory("lathe-resume").FullName;
        Recipe recipe = RecipeReader.Parse(Text, "resume.yaml");
        var whole = new RunFolder(Path.Combine(root, "whole"));
        var broken = new RunFolder(Path.Combine(root, "broken"));
        try
        {
            new RecipeRunner(TimeProvider.System, new StopAfter(int.MaxValue)).Run(recipe, whole);
            Should.Throw<OperationCanceledException>(() => new RecipeRunner(TimeProvider.System, new StopAfter(epochsBeforeStop)).Run(recipe, broken));
            new RecipeRunner(TimeProvider.System, new StopAfter(int.MaxValue)).Run(recipe, broken);

            File.ReadAllBytes(broken.File("models", "compressed.onnx")).ShouldBe(File.ReadAllBytes(whole.File("models", "compressed.onnx")));
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Stops a run as a kill would: between epochs, with nothing said to anybody.</summary>
    private sealed class StopAfter(int epochs) : IRunObserver
    {
        private int _seen;

        public void Say(string message)
        {
        }

        public void Progress(string step, TrainingProgress progress)
        {
            if (progress.Finished is not null && ++_seen >= epochs)
            {
                throw new OperationCanceledException();
            }
        }
    }
}
