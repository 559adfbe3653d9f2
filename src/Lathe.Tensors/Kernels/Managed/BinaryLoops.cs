using System.Numerics;
using System.Runtime.CompilerServices;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>The loops over one <see cref="IBinaryFunction"/>: equal lengths, a scalar, or a row repeated.</summary>
internal static unsafe class BinaryLoops<TFunction>
    where TFunction : struct, IBinaryFunction
{
    private const int Grain = 16384;

    public static void Pairs(ThreadTeam team, long count, float* a, float* b, float* y) => team.For((int)count, Grain, new PairBody(a, b, y));

    public static void Scalar(ThreadTeam team, long count, float* a, float b, bool swapped, float* y) => team.For((int)count, Grain, new ScalarBody(a, b, swapped, y));

    public static void Row(ThreadTeam team, int rows, int columns, float* a, float* b, bool swapped, float* y) =>
        team.For(rows, Math.Max(1, Grain / Math.Max(1, columns)), new RowBody(columns, a, b, swapped, y));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Run(float* a, float* b, float* y, int begin, int end)
    {
        int i = begin;
        for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Store(TFunction.Apply(Vector.Load(a + i), Vector.Load(b + i)), y + i);
        }

        if (i < end)
        {
            Tail.Store(TFunction.Apply(Tail.Load(a + i, end - i), Tail.Load(b + i, end - i)), y + i, end - i);
        }
    }

    private readonly struct PairBody(float* a, float* b, float* y) : IRangeBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int begin, int end) => BinaryLoops<TFunction>.Run(a, b, y, begin, end);
    }

    private readonly struct RowBody(int columns, float* a, float* b, bool swapped, float* y) : IRangeBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                long at = (long)row * columns;
                BinaryLoops<TFunction>.Run(swapped ? b : a + at, swapped ? a + at : b, y + at, 0, columns);
            }
        }
    }

    private readonly struct ScalarBody(float* a, float b, bool swapped, float* y) : IRangeBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int begin, int end)
        {
            var scalar = new Vector<float>(b);
            int i = begin;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> value = Vector.Load(a + i);
                Vector.Store(swapped ? TFunction.Apply(scalar, value) : TFunction.Apply(value, scalar), y + i);
            }

            if (i < end)
            {
                Vector<float> value = Tail.Load(a + i, end - i);
                Tail.Store(swapped ? TFunction.Apply(scalar, value) : TFunction.Apply(value, scalar), y + i, end - i);
            }
        }
    }
}
