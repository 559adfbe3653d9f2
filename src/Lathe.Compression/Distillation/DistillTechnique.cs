using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Training.Losses;

namespace Lathe.Compression.Distillation;

/// <summary>What all ways to learn from another network have in common.</summary>
/// <typeparam name="TOptions">The method's options.</typeparam>
public abstract class DistillTechnique<TOptions> : Technique<TOptions>
    where TOptions : DistillOptions, new()
{
    private protected const string Losing = "training moves the weights off their codes";

    /// <summary>Training where the user says nothing.</summary>
    private protected static FitRequest Request { get; } = new("distill", 3, 0.05f);

    /// <inheritdoc/>
    public sealed override CompressedModel Apply(TechniqueContext context, CompressedModel model, TOptions options) => model with { Graph = Teach(context, model, options), Coded = null };

    /// <summary>Trains the student.</summary>
    private protected abstract ModelGraph Teach(TechniqueContext context, CompressedModel model, TOptions options);

    /// <summary>The loss of softened outputs.</summary>
    private protected static ILoss Outputs(ITeacher teacher, TOptions options) => new DistillationLoss(teacher.Answer, teacher.Name, (float)options.Temperature, (float)options.Alpha);
}
