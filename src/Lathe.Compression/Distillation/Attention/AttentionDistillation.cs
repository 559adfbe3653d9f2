using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;

namespace Lathe.Compression.Distillation.Attention;

/// <summary>Learns where the teacher looks: its spatial attention maps, beside the outputs (Zagoruyko and Komodakis 2017).</summary>
public sealed class AttentionDistillation : DistillTechnique<AttentionOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("distill", "attention")
    {
        Summary = "Learn the teacher's spatial attention maps at every resolution, beside its outputs and the labels.",
        Paper = "Zagoruyko and Komodakis 2017, Paying More Attention to Attention, arXiv:1612.03928",
        Page = "distillation.md#attention-transfer",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = Losing,
    };

    private protected override ModelGraph Teach(TechniqueContext context, CompressedModel model, AttentionOptions options)
    {
        ModelGraph teacherGraph = Teachers.Graph(context, model, options.Teacher);
        IReadOnlyList<FeaturePair> pairs = options.Pairs.Length > 0 ? FeaturePairs.Named(options.Pairs) : FeaturePairs.OfStages(model.Graph, teacherGraph);
        using var teacher = new GraphExecutor(teacherGraph);
        using var answers = new GraphTeacher(teacherGraph);
        var loss = new FeatureLoss("attention", teacher, pairs, FeatureDistances.Attention, options.Weight / 2, Outputs(answers, options));
        return context.Fit(model.Graph, Request with { Loss = loss, Run = loss.Hooks });
    }
}
