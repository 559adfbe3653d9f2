using Lathe.Tensors;

namespace Lathe.Training.Data.Samples;

/// <summary>Real-valued samples (features, series, spectrograms), standardised when read; classes or real targets.</summary>
internal sealed class FloatSamples : SampleSource
{
    private readonly float[] _values;
    private readonly int[] _labels;
    private readonly float[] _targets;
    private readonly Standardization _standard;

    public FloatSamples(float[] values, int[] labels, Shape shape, int classes, Standardization standard, float[]? targets = null)
    {
        (_values, _labels, Shape, Classes, _standard, _targets) = (values, labels, shape, classes, standard, targets ?? []);
        Count = values.Length / shape.Count;
        TargetsEach = _targets.Length / Math.Max(1, Count);
    }

    public override int Count { get; }

    public override Shape Shape { get; }

    public override int Classes { get; }

    public override int LabelsEach => Classes > 0 ? 1 : 0;

    public override int TargetsEach { get; }

    public override void Read(int index, Span<float> sample) => _standard.Apply(_values.AsSpan(index * Shape.Count, Shape.Count), sample);

    public override void ReadLabels(int index, Span<int> labels)
    {
        if (LabelsEach > 0)
        {
            labels[0] = _labels[index];
        }
    }

    public override void ReadTargets(int index, Span<float> targets) => _targets.AsSpan(index * TargetsEach, TargetsEach).CopyTo(targets);
}
