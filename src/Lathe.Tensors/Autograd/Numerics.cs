namespace Lathe.Tensors.Autograd;

/// <summary>Finds the first value that is not a number.</summary>
public static class Numerics
{
    /// <summary>Throws when a binary32 tensor holds NaN or infinity.</summary>
    /// <exception cref="TensorStateException">It does; the message names function, place and value.</exception>
    public static unsafe void Check(Tensor tensor, string function)
    {
        if (tensor.DType != DType.Float32)
        {
            return;
        }

        var values = new ReadOnlySpan<float>(tensor.Pointer, tensor.Count);
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                throw new TensorStateException($"{function} produced {values[i]} at element {i} of {tensor.Describe()}. Lower the learning rate, clip gradients, or look at its inputs.");
            }
        }
    }
}
