using System.Numerics;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>One LSTM step over rows of the batch: gates [N, 4H] (i, o, f, c) are activated in place.</summary>
internal readonly unsafe struct LstmCell(int h, float* gates, float* previous, float* cell, float* y) : IRangeBody
{
    public void Run(int begin, int end)
    {
        for (int n = begin; n < end; n++)
        {
            float* row = gates + (4L * n * h);
            long at = (long)n * h;
            for (int j = 0; j < h; j += Vector<float>.Count)
            {
                int rest = Math.Min(Vector<float>.Count, h - j);
                Vector<float> i = VectorMath.Sigmoid(Lanes.Load(row + j, rest));
                Vector<float> o = VectorMath.Sigmoid(Lanes.Load(row + h + j, rest));
                Vector<float> f = VectorMath.Sigmoid(Lanes.Load(row + (2 * h) + j, rest));
                Vector<float> c = VectorMath.Tanh(Lanes.Load(row + (3 * h) + j, rest));
                Vector<float> now = (f * Lanes.Load(previous + at + j, rest)) + (i * c);
                Lanes.Store(i, row + j, rest);
                Lanes.Store(o, row + h + j, rest);
                Lanes.Store(f, row + (2 * h) + j, rest);
                Lanes.Store(c, row + (3 * h) + j, rest);
                Lanes.Store(now, cell + at + j, rest);
                Lanes.Store(o * VectorMath.Tanh(now), y + at + j, rest);
            }
        }
    }
}
