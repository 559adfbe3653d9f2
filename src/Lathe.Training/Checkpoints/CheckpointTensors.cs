using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Training.Checkpoints;

/// <summary>Copies saved tensors back.</summary>
internal static class CheckpointTensors
{
    public static void Restore(string path, IReadOnlyDictionary<string, TensorData> saved, IReadOnlyDictionary<string, Tensor> targets)
    {
        foreach ((string name, Tensor tensor) in targets)
        {
            if (!saved.TryGetValue(name, out TensorData? data) || data.Type != tensor.DType || data.Shape != tensor.Shape)
            {
                throw new InvalidInputException($"Checkpoint '{path}' belongs to another network: it has {(data is null ? "no" : $"a {data}")} parameter '{name}', which is {tensor} here. Delete it to start again.");
            }
        }

        foreach ((string name, Tensor tensor) in targets)
        {
            using Tensor copy = saved[name].ToTensor();
            tensor.CopyFrom(copy);
        }
    }
}
