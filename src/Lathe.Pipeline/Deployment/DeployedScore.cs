namespace Lathe.Pipeline.Deployment;

/// <summary>How well a deployed file does on a split.</summary>
/// <param name="Accuracy">Share of the labels it gets right: one a sample, or one for each place of a text. Of anomalies the area under the ROC curve.</param>
/// <param name="Loss">Mean cross-entropy of a label, in nats; <c>exp(loss)</c> is the perplexity of a language model; of real targets the mean squared error.</param>
public readonly record struct DeployedScore(double Accuracy, double Loss);
