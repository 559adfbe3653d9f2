using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Targets;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>What a step sees of its run.</summary>
internal sealed record StepContext
{
    public required RunFolder Folder { get; init; }

    public required RunLock Lock { get; init; }

    public required Recipe Recipe { get; init; }

    public required Dataset Data { get; init; }

    /// <summary>What the run works for; candidates are measured on it.</summary>
    public required ITargetDevice Target { get; init; }

    public required RandomKey Key { get; init; }

    public required TimeProvider Time { get; init; }

    public required IRunObserver Observer { get; init; }

    /// <summary>The step's place in the recipe, from 0.</summary>
    public int Index { get; init; }

    public CancellationToken Cancellation { get; init; }

    public RecipeStep Step => Recipe.Steps[Index];

    public bool Quick => Lock.Quick;

    /// <summary>One validation sample, for measuring latency.</summary>
    public float[] Sample()
    {
        float[] sample = new float[Data.SampleShape.Count];
        Data.Validation.Read(0, sample);
        return sample;
    }
}
