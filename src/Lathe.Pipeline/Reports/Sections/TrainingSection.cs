using Lathe.Pipeline.Reports.Writing;

namespace Lathe.Pipeline.Reports.Sections;

/// <summary>Loss and accuracy over the epochs of all steps.</summary>
internal static class TrainingSection
{
    public static Html Of(RunRecord run)
    {
        if (run.Epochs.Count == 0)
        {
            return Html.Empty;
        }

        Html table = HtmlTable.Of("Epochs", ["step", "epoch", "loss", "training accuracy", "validation accuracy"], run.Epochs.Select(e => new[]
        {
            e.Step, $"{e.Epoch}", $"{e.Loss:0.0000}", $"{100 * e.TrainAccuracy:0.00} %", $"{100 * e.ValidationAccuracy:0.00} %",
        }));
        return Html.Of($"""
            <section aria-labelledby="training"><h2 id="training">Training</h2><div class="pair">
            {Figure.Of("chart-accuracy", "Accuracy per epoch", "Measured while training; validation data decides, test data is not read here. Steps follow each other from left to right.", table)}
            {Figure.Of("chart-loss", "Loss per epoch", "Mean training loss of each epoch. Steps with another loss (distillation) are on another scale.", table)}
            </div></section>

            """);
    }
}
