using Lathe.Tensors;
using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data.Detection;

/// <summary>Samples that are to be given back as they are; those of other than the normal classes have the label 1.</summary>
internal sealed class DetectionSamples(DataSplit split, bool[] normal, Standardization standard) : SampleSource
{
    public override int Count => split.Count;

    public override Shape Shape => split.Shape;

    public override int Classes => 0;

    public override int TargetsEach => split.Shape.Count;

    public override void Read(int index, Span<float> sample)
    {
        split.Read(index, sample);
        standard.Apply(sample, sample);
    }

    public override void ReadLabels(int index, Span<int> labels) => labels[0] = normal[split.Label(index)] ? 0 : 1;

    public override void ReadTargets(int index, Span<float> targets) => Read(index, targets);
}
