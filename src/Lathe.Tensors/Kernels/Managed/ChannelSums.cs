using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Two sums per channel for each thread, in double, combined in thread order.</summary>
internal readonly unsafe struct ChannelSums : IDisposable
{
    private readonly Scratch _scratch;
    private readonly int _channels;

    public ChannelSums(ThreadTeam team, int rows, int channels)
    {
        Parts = Math.Max(1, Math.Min(team.Count, rows / 64));
        _channels = channels;
        _scratch = new Scratch(4L * Parts * channels);
        new Span<double>(_scratch.Floats, 2 * Parts * channels).Clear();
    }

    public int Parts { get; }

    public double* Totals => (double*)_scratch.Floats;

    public double* Part(int part) => Totals + (2L * part * _channels);

    public (int First, int Last) Rows(int part, int rows) => ((int)((long)rows * part / Parts), (int)((long)rows * (part + 1) / Parts));

    /// <summary>Adds every part into the first.</summary>
    public void Combine(int sums)
    {
        for (int part = 1; part < Parts; part++)
        {
            for (int i = 0; i < sums * _channels; i++)
            {
                Totals[i] += Part(part)[i];
            }
        }
    }

    public void Dispose() => _scratch.Dispose();
}
