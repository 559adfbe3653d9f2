namespace Lathe.Training.Loops;

/// <summary>The learning rate as a function of progress.</summary>
public static class Schedule
{
    /// <summary>Linear warm-up, then half a cosine down to a hundredth (Loshchilov and Hutter 2017).</summary>
    public static float WarmupCosine(float peak, int step, int steps, int warmup)
    {
        if (step < warmup)
        {
            return peak * (step + 1) / warmup;
        }

        double progress = (double)(step - warmup) / Math.Max(1, steps - warmup);
        return (float)(peak * (0.01 + (0.99 * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress))))));
    }
}
