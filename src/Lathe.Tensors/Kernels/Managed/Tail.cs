using System.Numerics;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Loads and stores of less than a whole vector.</summary>
internal static unsafe class Tail
{
    public static Vector<float> Load(float* source, int count)
    {
        float* buffer = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < Vector<float>.Count; i++)
        {
            buffer[i] = i < count ? source[i] : 1;
        }

        return Vector.Load(buffer);
    }

    public static void Store(Vector<float> value, float* target, int count)
    {
        for (int i = 0; i < count; i++)
        {
            target[i] = value[i];
        }
    }
}
