using Lathe.OnnxRuntime;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Metrics;

namespace Lathe.Pipeline.Deployment;

/// <summary>Runs a deployed file in the engine that will run it.</summary>
public static class DeployedModel
{
    // Samples at a time, where a file takes any number.
    private const int Batch = 64;

    /// <summary>The accuracy of the deployed file: the share of labels it gets right, or the area under the ROC curve of anomalies.</summary>
    public static double Accuracy(byte[] model, DataSplit data) => Score(model, data).Accuracy;

    /// <summary>Runs a whole split in ONNX Runtime and compares what the file says with the labels or targets.</summary>
    /// <param name="model">ONNX bytes; one input of samples or tokens, one output of logits, or of what the samples should be.</param>
    /// <param name="data">The split.</param>
    public static DeployedScore Score(byte[] model, DataSplit data)
    {
        var meter = new AnswerMeter(data);
        Run(model, data, (_, count, outputs) => meter.Add(outputs, count));
        return meter.Result;
    }

    /// <summary>The predicted class of every sample, in ONNX Runtime.</summary>
    public static int[] Predict(byte[] model, DataSplit data)
    {
        int[] classes = new int[data.Count];
        Run(model, data, (first, count, logits) =>
        {
            int columns = logits.Length / count;
            for (int n = 0; n < count; n++)
            {
                classes[first + n] = LabelMeter.Largest(logits.Slice(n * columns, columns));
            }
        });
        return classes;
    }

    private static void Run(byte[] model, DataSplit data, BatchAction action)
    {
        using OrtSession session = OrtSession.Open(model, new OrtSessionOptions { Threads = Math.Max(1, Environment.ProcessorCount) });
        int step = session.Inputs[0].Dimensions[0] <= 0 ? Batch : 1;
        float[] samples = new float[step * data.Shape.Count];
        for (int first = 0; first < data.Count; first += step)
        {
            int count = Math.Min(step, data.Count - first);
            for (int n = 0; n < count; n++)
            {
                data.Read(first + n, samples.AsSpan(n * data.Shape.Count, data.Shape.Count));
            }

            using OrtValue input = SampleValue(samples.AsSpan(0, count * data.Shape.Count), [count, .. Array.ConvertAll(data.Shape.Dimensions.ToArray(), d => (long)d)], session.Inputs[0].Type);
            using OrtValue logits = session.Run(new Dictionary<string, OrtValue> { [session.Inputs[0].Name] = input })[session.Outputs[0].Name];
            action(first, count, logits.AsSpan<float>());
        }
    }

    /// <summary>Samples as a value of the type a network reads: binary32, or i64 for tokens.</summary>
    internal static OrtValue SampleValue(ReadOnlySpan<float> samples, long[] shape, DType type)
    {
        if (type != DType.Int64)
        {
            return OrtValue.From(samples, shape);
        }

        long[] tokens = new long[samples.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = (long)samples[i];
        }

        return OrtValue.From<long>(tokens, shape);
    }

    private delegate void BatchAction(int first, int count, ReadOnlySpan<float> logits);
}
