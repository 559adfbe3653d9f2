using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Distillation.Ensemble;

/// <summary>Learns from several teachers at once: the mean of their softened probabilities.</summary>
public sealed class EnsembleDistillation : DistillTechnique<EnsembleOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("distill", "ensemble")
    {
        Summary = "Learn from the mean of several teachers' softened probabilities.",
        Paper = "Hinton et al. 2015, arXiv:1503.02531; You et al. 2017, Learning from Multiple Teacher Networks",
        Page = "distillation.md#ensemble",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = Losing,
    };

    private protected override ModelGraph Teach(TechniqueContext context, CompressedModel model, EnsembleOptions options)
    {
        using var teachers = new TeacherEnsemble([.. options.Teachers.Select(t => Teachers.Open(context, model, t))], (float)options.Temperature);
        return context.Fit(model.Graph, Request with { Loss = Outputs(teachers, options) });
    }
}
