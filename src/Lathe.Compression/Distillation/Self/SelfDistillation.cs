using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Distillation.Self;

/// <summary>Learns from its own answers as they were before, generation after generation.</summary>
public sealed class SelfDistillation : DistillTechnique<SelfOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("distill", "self")
    {
        Summary = "Learn from the network's own softened outputs as they were before, one generation after the other.",
        Paper = "Furlanello et al. 2018, Born-Again Neural Networks, arXiv:1805.04770",
        Page = "distillation.md#self-distillation",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = Losing,
    };

    private protected override ModelGraph Teach(TechniqueContext context, CompressedModel model, SelfOptions options)
    {
        ModelGraph graph = model.Graph;
        for (int generation = 1; generation <= options.Generations; generation++)
        {
            using var teacher = new GraphTeacher(graph);
            graph = context.Fit(graph, Request with { Name = $"generation-{generation}", Loss = Outputs(teacher, options), EpochShare = 1.0 / options.Generations });
        }

        return graph;
    }
}
