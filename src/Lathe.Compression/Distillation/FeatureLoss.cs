using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Losses;

namespace Lathe.Compression.Distillation;

/// <summary>A loss of outputs, if any, and of values inside student and teacher.</summary>
internal sealed class FeatureLoss : ILoss
{
    private readonly GraphExecutor _teacher;
    private readonly FeatureTap _teacherTap;
    private readonly FeatureTap _studentTap;
    private readonly IReadOnlyList<FeaturePair> _pairs;
    private readonly Func<Tensor, Tensor, Tensor> _distance;
    private readonly float _weight;
    private readonly ILoss? _outputs;

    /// <summary>Combines them.</summary>
    /// <param name="name">What the distance is.</param>
    /// <param name="teacher">Run on the student's inputs.</param>
    /// <param name="pairs">What is compared.</param>
    /// <param name="distance">From a value of the student and one of the teacher to one number.</param>
    /// <param name="weight">Factor of the distances' sum.</param>
    /// <param name="outputs">The loss of outputs, or null.</param>
    public FeatureLoss(string name, GraphExecutor teacher, IReadOnlyList<FeaturePair> pairs, Func<Tensor, Tensor, Tensor> distance, double weight, ILoss? outputs)
    {
        (_teacher, _pairs, _distance, _weight, _outputs) = (teacher, pairs, distance, (float)weight, outputs);
        (_studentTap, _teacherTap) = (new FeatureTap(pairs.Select(p => p.Student)), new FeatureTap(pairs.Select(p => p.Teacher)));
        Description = FormattableString.Invariant($"{name} times {weight} to {teacher.Graph.Name} at {string.Join(", ", pairs.Select(p => p.Student))}{(outputs is null ? "" : " and " + outputs.Description)}");
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>The hooks the student must run with.</summary>
    public RunOptions Hooks => _studentTap.Hooks;

    /// <inheritdoc/>
    public Tensor Compute(Tensor input, Tensor logits, Tensor labels)
    {
        using (GradientTape.Pause())
        {
            _teacher.Run(input, _teacherTap.Hooks);
        }

        Tensor? sum = null;
        foreach (FeaturePair pair in _pairs)
        {
            Tensor distance = _distance(_studentTap[pair.Student], _teacherTap[pair.Teacher]);
            sum = sum is null ? distance : Functions.Add(sum, distance);
        }

        Tensor inside = Functions.Affine(sum!, _weight, 0);
        return _outputs is null ? inside : Functions.Add(inside, _outputs.Compute(input, logits, labels));
    }
}
