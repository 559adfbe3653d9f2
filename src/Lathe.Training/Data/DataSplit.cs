using Lathe.Tensors;
using Lathe.Training.Data.Samples;

namespace Lathe.Training.Data;

/// <summary>The samples of one part of a data set, normalised when read.</summary>
public sealed class DataSplit
{
    private readonly SampleSource _source;
    private readonly int[] _order;

    /// <summary>Creates a split.</summary>
    /// <param name="source">Samples, shared between splits.</param>
    /// <param name="order">Those that belong to this split.</param>
    public DataSplit(SampleSource source, int[] order) => (_source, _order) = (source, order);

    /// <summary>The number of samples.</summary>
    public int Count => _order.Length;

    /// <summary>One sample: [C, H, W], [C, L], [F] or [T].</summary>
    public Shape Shape => _source.Shape;

    /// <summary>The number of classes; 0 for regression.</summary>
    public int Classes => _source.Classes;

    /// <summary>The element type networks expect: binary32, or i64 for tokens.</summary>
    public DType InputType => _source.InputType;

    /// <summary>Labels of one sample: 1, or one for each place of a text; 0 for regression.</summary>
    public int LabelsEach => _source.LabelsEach;

    /// <summary>Real targets of one sample; 0 for classification.</summary>
    public int TargetsEach => _source.TargetsEach;

    /// <summary>True when samples are to be given back and a label says which are anomalies.</summary>
    public bool IsDetection => TargetsEach > 0 && LabelsEach > 0;

    /// <summary>The class of a sample (of its first place, for texts).</summary>
    public int Label(int index)
    {
        Span<int> labels = stackalloc int[Math.Min(1024, LabelsEach)];
        if (LabelsEach > labels.Length)
        {
            labels = new int[LabelsEach];
        }

        ReadLabels(index, labels);
        return labels.Length > 0 ? labels[0] : 0;
    }

    /// <summary>Writes a sample, normalised, in row-major order.</summary>
    public void Read(int index, Span<float> sample) => _source.Read(_order[index], sample);

    /// <summary>Writes the labels of a sample.</summary>
    public void ReadLabels(int index, Span<int> labels) => _source.ReadLabels(_order[index], labels);

    /// <summary>Writes the real targets of a sample.</summary>
    public void ReadTargets(int index, Span<float> targets) => _source.ReadTargets(_order[index], targets);

    /// <summary>The same data with only the first samples of it.</summary>
    public DataSplit Take(int count) => new(_source, _order[..Math.Min(count, Count)]);
}
