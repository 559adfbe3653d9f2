using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Vector loads and stores that fall back to partial ones at the end of a row.</summary>
internal static unsafe class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Load(float* source, int rest) => rest >= Vector<float>.Count ? Vector.Load(source) : Tail.Load(source, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> value, float* target, int rest)
    {
        if (rest >= Vector<float>.Count)
        {
            Vector.Store(value, target);
        }
        else
        {
            Tail.Store(value, target, rest);
        }
    }
}
