using Lathe.Tensors;
using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data.Text;

/// <summary>Texts of one class each as tokens of a fixed length.</summary>
internal sealed class LabelledTexts(int[] tokens, int[] labels, int length, int classes) : SampleSource
{
    public override int Count => labels.Length;

    public override Shape Shape { get; } = new(length);

    public override int Classes => classes;

    public override DType InputType => DType.Int64;

    public override void Read(int index, Span<float> sample)
    {
        for (int t = 0; t < length; t++)
        {
            sample[t] = tokens[(index * length) + t];
        }
    }

    public override void ReadLabels(int index, Span<int> target) => target[0] = labels[index];
}
