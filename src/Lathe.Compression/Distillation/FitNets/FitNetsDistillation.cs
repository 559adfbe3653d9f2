using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Compression.Distillation.FitNets;

/// <summary>Learns a hint from the middle of a teacher first, through a regressor, then the outputs (Romero et al. 2015).</summary>
public sealed class FitNetsDistillation : DistillTechnique<FitNetsOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("distill", "fitnets")
    {
        Summary = "Learn what the teacher computes halfway first, through a convolution that fits the widths, then its outputs.",
        Paper = "Romero et al. 2015, FitNets, arXiv:1412.6550",
        Page = "distillation.md#fitnets",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = Losing,
    };

    private protected override ModelGraph Teach(TechniqueContext context, CompressedModel model, FitNetsOptions options)
    {
        ModelGraph teacherGraph = Teachers.Graph(context, model, options.Teacher);
        FeaturePair pair = options.Hint.Length > 0 ? FeaturePairs.Named([options.Hint])[0] : Middle(FeaturePairs.OfStages(model.Graph, teacherGraph));
        (ModelGraph student, string regressed) = WithRegressor(model.Graph, pair, teacherGraph, context.Key.Fold("regressor"));
        using var teacher = new GraphExecutor(teacherGraph);
        var hint = new FeatureLoss("hint", teacher, [pair with { Student = regressed }], FeatureDistances.Hint, 1, null);
        student = context.Fit(student, Request with { Name = "hint", Loss = hint, Run = hint.Hooks, EpochShare = options.HintShare });
        context.Say($"hint {pair.Student} from {pair.Teacher} learned");
        using var answers = new GraphTeacher(teacherGraph);
        return context.Fit(new RemoveDeadNodes().Run(student), Request with { Loss = Outputs(answers, options), EpochShare = 1 - options.HintShare });
    }

    private static FeaturePair Middle(IReadOnlyList<FeaturePair> pairs) => pairs[(pairs.Count - 1) / 2];

    /// <summary>The student with a 1 x 1 convolution from its hint to the teacher's width; no output depends on it.</summary>
    internal static (ModelGraph Student, string Regressed) WithRegressor(ModelGraph student, FeaturePair pair, ModelGraph teacher, RandomKey key)
    {
        Shape own = TypeOf(student, pair.Student).Shape, other = TypeOf(teacher, pair.Teacher).Shape;
        if (own.Rank != 4 || other.Rank != 4 || own[2] != other[2] || own[3] != other[3])
        {
            throw new InvalidInputException($"Hint {pair.Student} is {own}, {pair.Teacher} of the teacher {other}; expected activations [N, C, H, W] of the same height and width.");
        }

        float[] weights = new float[other[1] * own[1]];
        key.FillNormal(weights, 0, (float)Math.Sqrt(1.0 / own[1]));
        var editor = new GraphEditor(student);
        string weight = editor.AddParameter("hint.weight", TensorData.From<float>(weights, new Shape(other[1], own[1], 1, 1)));
        string regressed = editor.Add("Conv", [pair.Student, weight], AttributeMap.Empty.With("kernel_shape", new[] { 1, 1 }), "hint").Outputs[0];
        return (editor.ToGraph(), regressed);
    }

    private static TensorType TypeOf(ModelGraph graph, string value) => ShapeInference.Run(graph).TryGetValue(value, out TensorType type)
        ? type
        : throw new InvalidInputException($"Network '{graph.Name}' has no value '{value}'. Name a value of it, as 'lathe inspect' shows them.");
}
