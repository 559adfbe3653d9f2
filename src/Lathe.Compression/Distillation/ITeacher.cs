using Lathe.Tensors;

namespace Lathe.Compression.Distillation;

/// <summary>A network that answers, wherever it runs.</summary>
public interface ITeacher : IDisposable
{
    /// <summary>Its name, for messages and resumed runs.</summary>
    string Name { get; }

    /// <summary>Its logits [N, classes] for inputs; they belong to the caller's scope.</summary>
    Tensor Answer(Tensor input);
}
