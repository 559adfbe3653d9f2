using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Distillation.Attention;

/// <summary>Learns where the teacher looks: its spatial attention maps, beside the outputs (Zagoruyko and Komodakis 2017).</summary>
public sealed class AttentionDistillation : FeatureDistillation<AttentionOptions>
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

    private protected override IReadOnlyList<FeaturePair> Pairs(ModelGraph student, ModelGraph teacher) => FeaturePairs.OfStages(student, teacher);

    private protected override Tensor Distance(Tensor student, Tensor teacher) => FeatureDistances.Attention(student, teacher);

    // The paper's loss has beta / 2 before the sum.
    private protected override double Factor(AttentionOptions options) => options.Weight / 2;
}
