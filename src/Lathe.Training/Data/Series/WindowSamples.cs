using System.Buffers;
using Lathe.Tensors;
using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data.Series;

/// <summary>Windows of series, [C, window] of [C, L], each with the class of its series.</summary>
internal sealed class WindowSamples(DataSplit split, int window, int hop) : SampleSource
{
    private int Each => ((split.Shape[1] - window) / hop) + 1;

    public override int Count => split.Count * Each;

    public override Shape Shape => new(split.Shape[0], window);

    public override int Classes => split.Classes;

    public override void Read(int index, Span<float> sample)
    {
        float[] series = ArrayPool<float>.Shared.Rent(split.Shape.Count);
        split.Read(index / Each, series.AsSpan(0, split.Shape.Count));
        int start = index % Each * hop;
        for (int c = 0; c < Shape[0]; c++)
        {
            series.AsSpan((c * split.Shape[1]) + start, window).CopyTo(sample[(c * window)..]);
        }

        ArrayPool<float>.Shared.Return(series);
    }

    public override void ReadLabels(int index, Span<int> labels) => split.ReadLabels(index / Each, labels);
}
