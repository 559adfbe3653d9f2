using Lathe.Tensors;

namespace Lathe.Training.Data.Samples;

/// <summary>
/// The samples of a set in one form: what a network reads, and what it should say. Reading is a pure function of the index, so
/// several threads may read at once.
/// </summary>
public abstract class SampleSource
{
    /// <summary>The number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>One sample: [C, H, W] images and spectrograms, [C, L] series, [F] features, [T] tokens.</summary>
    public abstract Shape Shape { get; }

    /// <summary>The number of classes; 0 for regression.</summary>
    public abstract int Classes { get; }

    /// <summary>The element type networks expect: binary32, or i64 for tokens.</summary>
    public virtual DType InputType => DType.Float32;

    /// <summary>Labels of one sample: 1, or one for each place of a text; 0 for regression.</summary>
    public virtual int LabelsEach => 1;

    /// <summary>Real targets of one sample; 0 for classification.</summary>
    public virtual int TargetsEach => 0;

    /// <summary>Writes a sample in row-major order.</summary>
    public abstract void Read(int index, Span<float> sample);

    /// <summary>Writes the labels of a sample.</summary>
    public abstract void ReadLabels(int index, Span<int> labels);

    /// <summary>Writes the real targets of a sample.</summary>
    public virtual void ReadTargets(int index, Span<float> targets)
    {
    }
}
