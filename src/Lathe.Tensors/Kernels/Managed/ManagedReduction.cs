using System.Numerics;
using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Reductions; long sums are cut into blocks so that rounding errors stay small and results do not depend on luck.</summary>
internal sealed unsafe class ManagedReduction(ThreadTeam team) : IReductionKernels
{
    private const int Block = 512;

    /// <inheritdoc/>
    public void Reduce(ReduceOp op, int outer, int axis, int inner, float* x, float* y)
    {
        if (inner == 1)
        {
            team.For(outer, Math.Max(1, 16384 / Math.Max(1, axis)), new RowBody(op, axis, x, y));
        }
        else if (outer >= team.Count || axis < 4 * Block)
        {
            team.For(outer, Math.Max(1, 16384 / Math.Max(1, axis * inner)), new ColumnBody(op, axis, inner, x, y));
        }
        else
        {
            Tall(op, outer, axis, inner, x, y);
        }
    }

    /// <inheritdoc/>
    public double Sum(long count, float* x)
    {
        double sum = 0;
        for (long i = 0; i < count; i += Block)
        {
            sum += RowSum((int)Math.Min(Block, count - i), x + i);
        }

        return sum;
    }

    /// <inheritdoc/>
    public double SumOfSquares(long count, float* x)
    {
        double sum = 0;
        for (long i = 0; i < count; i += Block)
        {
            sum += SquareSum((int)Math.Min(Block, count - i), x + i);
        }

        return sum;
    }

    /// <inheritdoc/>
    public (float Min, float Max) MinMax(long count, float* x)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        long i = 0;
        if (count >= Vector<float>.Count)
        {
            Vector<float> lows = new(low), highs = new(high);
            for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector<float> v = Vector.Load(x + i);
                lows = Vector.Min(lows, v);
                highs = Vector.Max(highs, v);
            }

            for (int k = 0; k < Vector<float>.Count; k++)
            {
                low = Math.Min(low, lows[k]);
                high = Math.Max(high, highs[k]);
            }
        }

        for (; i < count; i++)
        {
            low = Math.Min(low, x[i]);
            high = Math.Max(high, x[i]);
        }

        return (low, high);
    }

    /// <summary>Few outer rows over a long axis: the axis is cut among the threads and the parts are combined in order.</summary>
    private void Tall(ReduceOp op, int outer, int axis, int inner, float* x, float* y)
    {
        int parts = team.Count;
        ReduceOp partial = op == ReduceOp.Mean ? ReduceOp.Sum : op;
        ReduceOp combine = partial is ReduceOp.SumSquare or ReduceOp.SumAbs ? ReduceOp.Sum : partial;
        using var sums = new Scratch((long)parts * inner);
        for (int o = 0; o < outer; o++)
        {
            team.For(parts, 1, new PartBody(partial, axis, inner, parts, x + ((long)o * axis * inner), sums.Floats));
            new ColumnBody(combine, parts, inner, sums.Floats, y + ((long)o * inner)).Run(0, 1);
            for (int i = 0; op == ReduceOp.Mean && i < inner; i++)
            {
                y[((long)o * inner) + i] /= axis;
            }
        }
    }

    private static float RowSum(int count, float* x)
    {
        Vector<float> sum = default;
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += Vector.Load(x + i);
        }

        float total = Vector.Sum(sum);
        for (; i < count; i++)
        {
            total += x[i];
        }

        return total;
    }

    private static float SquareSum(int count, float* x)
    {
        Vector<float> sum = default;
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> v = Vector.Load(x + i);
            sum += v * v;
        }

        float total = Vector.Sum(sum);
        for (; i < count; i++)
        {
            total += x[i] * x[i];
        }

        return total;
    }

    private readonly struct PartBody(ReduceOp op, int axis, int inner, int parts, float* x, float* sums) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int part = begin; part < end; part++)
            {
                int first = (int)((long)axis * part / parts), last = (int)((long)axis * (part + 1) / parts);
                new ColumnBody(op, last - first, inner, x + ((long)first * inner), sums + ((long)part * inner)).Run(0, 1);
            }
        }
    }

    private readonly struct RowBody(ReduceOp op, int axis, float* x, float* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                float* values = x + ((long)row * axis);
                y[row] = op switch
                {
                    ReduceOp.Sum => (float)Blocks(values, false),
                    ReduceOp.Mean => (float)(Blocks(values, false) / axis),
                    ReduceOp.SumSquare => (float)Blocks(values, true),
                    _ => Fold(values),
                };
            }
        }

        private double Blocks(float* values, bool squares)
        {
            double sum = 0;
            for (int i = 0; i < axis; i += Block)
            {
                int count = Math.Min(Block, axis - i);
                sum += squares ? SquareSum(count, values + i) : RowSum(count, values + i);
            }

            return sum;
        }

        private float Fold(float* values)
        {
            float result = Identity(op);
            for (int i = 0; i < axis; i++)
            {
                result = op switch
                {
                    ReduceOp.Max => Math.Max(result, values[i]),
                    ReduceOp.Min => Math.Min(result, values[i]),
                    ReduceOp.Product => result * values[i],
                    _ => result + Math.Abs(values[i]),
                };
            }

            return result;
        }
    }

    private static float Identity(ReduceOp op) => op switch
    {
        ReduceOp.Max => float.NegativeInfinity,
        ReduceOp.Min => float.PositiveInfinity,
        ReduceOp.Product => 1,
        _ => 0,
    };

    private readonly struct ColumnBody(ReduceOp op, int axis, int inner, float* x, float* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            using var block = new Scratch(inner);
            for (int o = begin; o < end; o++)
            {
                float* source = x + ((long)o * axis * inner);
                float* target = y + ((long)o * inner);
                new Span<float>(target, inner).Fill(Identity(op));
                bool sums = op is ReduceOp.Sum or ReduceOp.Mean or ReduceOp.SumSquare or ReduceOp.SumAbs;
                for (int first = 0; first < axis; first += Block)
                {
                    int last = Math.Min(axis, first + Block);
                    float* into = sums && axis > Block ? block.Floats : target;
                    if (into != target)
                    {
                        new Span<float>(into, inner).Clear();
                    }

                    for (int a = first; a < last; a++)
                    {
                        Accumulate(source + ((long)a * inner), into);
                    }

                    for (int i = 0; into != target && i < inner; i++)
                    {
                        target[i] += into[i];
                    }
                }

                for (int i = 0; op == ReduceOp.Mean && i < inner; i++)
                {
                    target[i] /= axis;
                }
            }
        }

        private void Accumulate(float* row, float* sums)
        {
            int i = 0;
            for (; i <= inner - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Store(Combine(Vector.Load(sums + i), Vector.Load(row + i)), sums + i);
            }

            if (i < inner)
            {
                int rest = inner - i;
                Tail.Store(Combine(Tail.Load(sums + i, rest), Tail.Load(row + i, rest)), sums + i, rest);
            }
        }

        private Vector<float> Combine(Vector<float> sum, Vector<float> value) => op switch
        {
            ReduceOp.Max => Vector.Max(sum, value),
            ReduceOp.Min => Vector.Min(sum, value),
            ReduceOp.Product => sum * value,
            ReduceOp.SumSquare => sum + (value * value),
            ReduceOp.SumAbs => sum + Vector.Abs(value),
            _ => sum + value,
        };
    }
}
