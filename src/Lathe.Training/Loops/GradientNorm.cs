using Lathe.Tensors;

namespace Lathe.Training.Loops;

/// <summary>The Euclidean length of all gradients together.</summary>
internal static class GradientNorm
{
    public static unsafe double Of(IEnumerable<Tensor> parameters)
    {
        double squares = 0;
        foreach (Tensor parameter in parameters)
        {
            if (parameter.Gradient is { } gradient)
            {
                squares += ComputeBackend.Current.Reduction.SumOfSquares(gradient.Count, (float*)gradient.Pointer);
            }
        }

        return Math.Sqrt(squares);
    }
}
