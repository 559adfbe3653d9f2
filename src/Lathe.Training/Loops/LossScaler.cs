namespace Lathe.Training.Loops;

/// <summary>The state of dynamic loss scaling.</summary>
internal sealed class LossScaler(LossScaling? options)
{
    private const float Largest = 16777216;

    /// <summary>What the loss is multiplied with.</summary>
    public float Scale { get; set; } = options?.Initial ?? 1;

    /// <summary>Good steps since the scale changed.</summary>
    public int Good { get; set; }

    /// <summary>Takes note of a step.</summary>
    /// <returns>True when it counts, false when it must be skipped.</returns>
    /// <exception cref="InvalidInputException">Gradients are not finite and no smaller scale can help.</exception>
    public bool Accept(double norm, double loss, float rate)
    {
        bool finite = double.IsFinite(norm) && double.IsFinite(loss);
        if (options is null || (!finite && Scale <= 1))
        {
            return finite ? true : throw new InvalidInputException($"The loss became {loss} and the gradient's norm {norm} at learning rate {rate}. Lower the rate, or train with check-numerics to see where it starts.");
        }

        Good = finite ? Good + 1 : 0;
        if (!finite)
        {
            Scale /= 2;
        }
        else if (Good >= options.Interval)
        {
            (Scale, Good) = (Math.Min(Largest, Scale * 2), 0);
        }

        return finite;
    }
}
