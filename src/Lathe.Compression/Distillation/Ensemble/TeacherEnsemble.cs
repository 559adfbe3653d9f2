using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Compression.Distillation.Ensemble;

/// <summary>Several teachers as one: logits <c>T log mean softmax(z / T)</c>, whose softened probabilities are the mean of theirs.</summary>
internal sealed class TeacherEnsemble(IReadOnlyList<ITeacher> teachers, float temperature) : ITeacher
{
    private const float Least = 1e-12f;

    public string Name => string.Join(" and ", teachers.Select(t => t.Name));

    public Tensor Answer(Tensor input)
    {
        Tensor? sum = null;
        foreach (ITeacher teacher in teachers)
        {
            Tensor probabilities = Functions.Softmax(Functions.Affine(teacher.Answer(input), 1 / temperature, 0));
            sum = sum is null ? probabilities : Functions.Add(sum, probabilities);
        }

        Tensor mean = Functions.Affine(sum ?? throw new InvalidInputException("teachers is empty. Name at least one."), 1f / teachers.Count, Least);
        return Functions.Affine(Functions.Unary(UnaryOp.Log, mean), temperature, 0);
    }

    public void Dispose()
    {
        foreach (ITeacher teacher in teachers)
        {
            teacher.Dispose();
        }
    }
}
