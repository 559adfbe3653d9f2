using Lathe.OnnxRuntime;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Deployment;

/// <summary>Runs a deployed file in the engine that will run it.</summary>
public static class DeployedModel
{
    /// <summary>The predicted class of every sample, in ONNX Runtime, whole batches at a time.</summary>
    public static int[] Predict(byte[] model, DataSplit data, int batch = 64)
    {
        using OrtSession session = OrtSession.Open(model, new OrtSessionOptions { Threads = Math.Max(1, Environment.ProcessorCount) });
        int[] classes = new int[data.Count];
        float[] pixels = new float[batch * data.Shape.Count];
        long[] shape = [batch, .. Array.ConvertAll(data.Shape.Dimensions.ToArray(), d => (long)d)];
        bool open = session.Inputs[0].Dimensions[0] <= 0;
        int step = open ? batch : 1;
        for (int first = 0; first < data.Count; first += step)
        {
            int count = Math.Min(step, data.Count - first);
            for (int n = 0; n < count; n++)
            {
                data.Read(first + n, pixels.AsSpan(n * data.Shape.Count, data.Shape.Count));
            }

            shape[0] = count;
            using OrtValue input = OrtValue.From<float>(pixels.AsSpan(0, count * data.Shape.Count), shape);
            IReadOnlyDictionary<string, OrtValue> results = session.Run(new Dictionary<string, OrtValue> { [session.Inputs[0].Name] = input });
            using OrtValue logits = results[session.Outputs[0].Name];
            ReadOnlySpan<float> values = logits.AsSpan<float>();
            int columns = values.Length / count;
            for (int n = 0; n < count; n++)
            {
                classes[first + n] = ArgMax(values.Slice(n * columns, columns));
            }
        }

        return classes;
    }

    /// <summary>The share of samples the deployed file gets right.</summary>
    public static double Accuracy(byte[] model, DataSplit data)
    {
        int[] classes = Predict(model, data);
        int right = 0;
        for (int i = 0; i < classes.Length; i++)
        {
            right += classes[i] == data.Label(i) ? 1 : 0;
        }

        return (double)right / data.Count;
    }

    private static int ArgMax(ReadOnlySpan<float> row)
    {
        int best = 0;
        for (int c = 1; c < row.Length; c++)
        {
            best = row[c] > row[best] ? c : best;
        }

        return best;
    }
}
