using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Distillation.Logits;

/// <summary>Learns from a teacher's softened outputs and the labels (Hinton et al. 2015).</summary>
public sealed class LogitsDistillation : DistillTechnique<LogitsOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("distill", "logits")
    {
        Summary = "Learn from a teacher's softened outputs and the labels; the teacher may be a graph here or an ONNX file in ONNX Runtime.",
        Paper = "Hinton et al. 2015, Distilling the Knowledge in a Neural Network, arXiv:1503.02531",
        Page = "distillation.md#outputs",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = Losing,
    };

    private protected override ModelGraph Teach(TechniqueContext context, CompressedModel model, LogitsOptions options)
    {
        using ITeacher teacher = Teachers.Open(context, model, options.Teacher);
        return context.Fit(model.Graph, Request with { Loss = Outputs(teacher, options) });
    }
}
