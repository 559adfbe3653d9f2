using Lathe.Tensors;
using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data.Text;

/// <summary>Windows of a text, one after the other; the labels are the same tokens one place on.</summary>
internal sealed class TokenWindows(int[] tokens, int length, int vocabulary) : SampleSource
{
    public override int Count { get; } = Math.Max(0, (tokens.Length - 1) / length);

    public override Shape Shape { get; } = new(length);

    public override int Classes => vocabulary;

    public override DType InputType => DType.Int64;

    public override int LabelsEach => length;

    public override void Read(int index, Span<float> sample)
    {
        for (int t = 0; t < length; t++)
        {
            sample[t] = tokens[(index * length) + t];
        }
    }

    public override void ReadLabels(int index, Span<int> labels) => tokens.AsSpan((index * length) + 1, length).CopyTo(labels);
}
