using System.Numerics;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Gradient of one LSTM step: writes the gradient of the gates before activation, updates dc; dh is read.</summary>
internal readonly unsafe struct LstmCellGradient(int h, float* gates, float* cell, float* previous, float* dy, float* dh, float* dc, float* gradient) : IRangeBody
{
    public void Run(int begin, int end)
    {
        Vector<float> one = Vector<float>.One;
        for (int n = begin; n < end; n++)
        {
            float* row = gates + (4L * n * h);
            float* target = gradient + (4L * n * h);
            long at = (long)n * h;
            for (int j = 0; j < h; j += Vector<float>.Count)
            {
                int rest = Math.Min(Vector<float>.Count, h - j);
                Vector<float> i = Lanes.Load(row + j, rest), o = Lanes.Load(row + h + j, rest);
                Vector<float> f = Lanes.Load(row + (2 * h) + j, rest), c = Lanes.Load(row + (3 * h) + j, rest);
                Vector<float> tanh = VectorMath.Tanh(Lanes.Load(cell + at + j, rest));
                Vector<float> dHidden = Lanes.Load(dh + at + j, rest);
                if (dy != null)
                {
                    dHidden += Lanes.Load(dy + at + j, rest);
                }

                Vector<float> dCell = Lanes.Load(dc + at + j, rest) + (dHidden * o * (one - (tanh * tanh)));
                Lanes.Store(dCell * c * i * (one - i), target + j, rest);
                Lanes.Store(dHidden * tanh * o * (one - o), target + h + j, rest);
                Lanes.Store(dCell * Lanes.Load(previous + at + j, rest) * f * (one - f), target + (2 * h) + j, rest);
                Lanes.Store(dCell * i * (one - (c * c)), target + (3 * h) + j, rest);
                Lanes.Store(dCell * f, dc + at + j, rest);
            }
        }
    }
}
