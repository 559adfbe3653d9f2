namespace Lathe.Training.Loops;

/// <summary>
/// Dynamic loss scaling (Micikevicius et al. 2018): the loss is multiplied so that small gradients survive binary16; the factor
/// doubles after some good steps, and halves when gradients overflow, which skips the step.
/// </summary>
/// <param name="Initial">The first factor.</param>
/// <param name="Interval">Good steps before it doubles.</param>
public sealed record LossScaling(float Initial = 65536, int Interval = 2000);
