using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Distillation;

/// <summary>Learns values inside the teacher, beside its outputs and the labels; derive to say which values and how far apart they are.</summary>
/// <typeparam name="TOptions">The method's options.</typeparam>
public abstract class FeatureDistillation<TOptions> : DistillTechnique<TOptions>
    where TOptions : FeatureOptions, new()
{
    /// <summary>The values compared where the user names none.</summary>
    private protected abstract IReadOnlyList<FeaturePair> Pairs(ModelGraph student, ModelGraph teacher);

    /// <summary>How far apart two values are.</summary>
    private protected abstract Tensor Distance(Tensor student, Tensor teacher);

    /// <summary>The factor of the distances.</summary>
    private protected virtual double Factor(TOptions options) => options.Weight;

    /// <summary>Training where the user says nothing.</summary>
    private protected virtual FitRequest Training => Request;

    private protected sealed override ModelGraph Teach(TechniqueContext context, CompressedModel model, TOptions options)
    {
        ModelGraph teacherGraph = Teachers.Graph(context, model, options.Teacher);
        IReadOnlyList<FeaturePair> pairs = options.Pairs.Length > 0 ? FeaturePairs.Named(options.Pairs) : Pairs(model.Graph, teacherGraph);
        using var teacher = new GraphExecutor(teacherGraph);
        using var answers = new GraphTeacher(teacherGraph);
        var loss = new FeatureLoss(Info.Method, teacher, pairs, Distance, Factor(options), Outputs(answers, options));
        return context.Fit(model.Graph, Training with { Loss = loss, Run = loss.Hooks });
    }
}
