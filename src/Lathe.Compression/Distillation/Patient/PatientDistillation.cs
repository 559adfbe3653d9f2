using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Distillation.Patient;

/// <summary>Learns hidden states of a transformer layer by layer, beside the outputs (Sun et al. 2019).</summary>
public sealed class PatientDistillation : FeatureDistillation<PatientOptions>
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

    private protected override IReadOnlyList<FeaturePair> Pairs(ModelGraph student, ModelGraph teacher) => FeaturePairs.OfBlocks(student, teacher);

    private protected override Tensor Distance(Tensor student, Tensor teacher) => FeatureDistances.Patient(student, teacher);

    private protected override FitRequest Training => Request with { Optimizer = "adam", Rate = 1e-3f };
}
