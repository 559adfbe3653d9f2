using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;

namespace Lathe.Compression.Distillation.Patient;

/// <summary>Learns hidden states of a transformer layer by layer, beside the outputs (Sun et al. 2019).</summary>
public sealed class PatientDistillation : DistillTechnique<PatientOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("distill", "patient")
    {
        Summary = "Learn a transformer's hidden states layer by layer, beside its outputs and the labels.",
        Paper = "Sun et al. 2019, Patient Knowledge Distillation for BERT, arXiv:1908.09355",
        Page = "distillation.md#patient",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = Losing,
    };

    private protected override ModelGraph Teach(TechniqueContext context, CompressedModel model, PatientOptions options)
    {
        ModelGraph teacherGraph = Teachers.Graph(context, model, options.Teacher);
        IReadOnlyList<FeaturePair> pairs = options.Pairs.Length > 0 ? FeaturePairs.Named(options.Pairs) : FeaturePairs.OfBlocks(model.Graph, teacherGraph);
        using var teacher = new GraphExecutor(teacherGraph);
        using var answers = new GraphTeacher(teacherGraph);
        var loss = new FeatureLoss("patient", teacher, pairs, FeatureDistances.Patient, options.Weight, Outputs(answers, options));
        return context.Fit(model.Graph, Request with { Loss = loss, Run = loss.Hooks, Optimizer = "adam", Rate = 1e-3f });
    }
}
