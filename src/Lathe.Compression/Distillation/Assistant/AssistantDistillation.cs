using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Distillation.Assistant;

/// <summary>Learns from a network of middle size, which has learned from the teacher first.</summary>
public sealed class AssistantDistillation : DistillTechnique<AssistantOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("distill", "assistant")
    {
        Summary = "Teach a network of middle size first, and let it teach the small one: for students far smaller than their teacher.",
        Paper = "Mirzadeh et al. 2020, Improved Knowledge Distillation via Teacher Assistant, arXiv:1902.03393",
        Page = "distillation.md#assistant",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = Losing,
    };

    private protected override ModelGraph Teach(TechniqueContext context, CompressedModel model, AssistantOptions options)
    {
        if (options.Assistant.Length == 0)
        {
            throw new InvalidInputException("distill (assistant) needs assistant: a file or a name of the zoo, of a size between teacher and student.");
        }

        using ITeacher teacher = Teachers.Open(context, model, options.Teacher);
        ModelGraph taught = context.Fit(context.Open(options.Assistant), Request with { Name = "assistant", Loss = Outputs(teacher, options) });
        context.Keep("assistant", taught);
        using var assistant = new GraphTeacher(taught);
        return context.Fit(model.Graph, Request with { Loss = Outputs(assistant, options) });
    }
}
