using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Compression.Distillation;

/// <summary>Distances between values of student and teacher, each a mean over samples.</summary>
internal static class FeatureDistances
{
    private const float Least = 1e-12f;

    /// <summary>Mean squared difference of values of the same shape (FitNets).</summary>
    public static Tensor Hint(Tensor student, Tensor teacher)
    {
        if (student.Shape != teacher.Shape)
        {
            throw new InvalidInputException($"The student's hint is {student}, the teacher's {teacher}; they must agree.");
        }

        Tensor missed = Functions.Subtract(student, teacher);
        return Functions.Mean(Functions.Multiply(missed, missed), []);
    }

    /// <summary><c>|q(student) - q(teacher)|^2</c>, q the sum of squares over channels at each place, normalised to length 1 (attention transfer).</summary>
    public static Tensor Attention(Tensor student, Tensor teacher) => Normalised(Map(student), Map(teacher));

    /// <summary><c>|h / |h| - g / |g||^2</c> of the first token's hidden values [N, T, width], or of every token's where they are rows [N T, width] (patient distillation).</summary>
    public static Tensor Patient(Tensor student, Tensor teacher) => Normalised(First(student), First(teacher));

    private static Tensor Map(Tensor x) => Functions.Reshape(Functions.Sum(Functions.Multiply(x, x), [1]), new Shape(x.Shape[0], x.Shape.Product(2, x.Rank)));

    private static Tensor First(Tensor x) => x.Shape.Rank == 2 ? x : Functions.Reshape(Functions.Slice(x, 1, 0, 1), new Shape(x.Shape[0], x.Shape[2]));

    private static Tensor Normalised(Tensor a, Tensor b)
    {
        Tensor missed = Functions.Subtract(Unit(a), Unit(b));
        return Functions.Affine(Functions.Sum(Functions.Multiply(missed, missed), []), 1f / a.Shape[0], 0);
    }

    private static Tensor Unit(Tensor rows) => Functions.Divide(rows, Functions.Unary(UnaryOp.Sqrt, Functions.Affine(Functions.Sum(Functions.Multiply(rows, rows), [1], keepDimensions: true), 1, Least)));
}
