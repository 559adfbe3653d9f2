using Lathe.Compression.Quantization.Weights;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Inputs;

/// <summary>The mean squared error that changed weights make in a layer's outputs: <c>sum over rows of d H d^T</c>, d the change of a row.</summary>
public static class OutputError
{
    /// <summary>The error.</summary>
    public static double Of(WeightLayer layer, ReadOnlySpan<float> original, ReadOnlySpan<float> changed, InputStatistics statistics)
    {
        double error = 0;
        int perGroup = layer.Outputs / statistics.Groups, inputs = layer.Inputs;
        for (int group = 0; group < statistics.Groups; group++)
        {
            float[] difference = new float[perGroup * inputs];
            for (int i = 0; i < difference.Length; i++)
            {
                int place = layer.Place((group * perGroup) + (i / inputs), i % inputs);
                difference[i] = changed[place] - original[place];
            }

            using TensorScope scope = TensorScope.Begin();
            ReadOnlySpan<float> product = Functions.MatMul(Tensor.From<float>(difference, new Shape(perGroup, inputs)), statistics.SumTensor(group)).AsSpan<float>();
            for (int i = 0; i < difference.Length; i++)
            {
                error += (double)difference[i] * product[i];
            }
        }

        return error / Math.Max(1, statistics.Rows);
    }
}
