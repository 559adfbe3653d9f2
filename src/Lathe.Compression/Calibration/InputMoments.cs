using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Calibration;

/// <summary>
/// The second moments of a layer's inputs, <c>H = X'X</c> for each group, streamed over calibration samples: half the Hessian of the
/// squared error of its outputs, in memory that does not grow with the samples.
/// </summary>
internal static class InputMoments
{
    private const int Batch = 16;

    /// <summary>Reads them: one matrix [columns, columns] for each group.</summary>
    public static SymmetricMatrix[] Read(ModelGraph graph, LayerMatrix layer, DataSplit data, int samples, RandomKey key)
    {
        SymmetricMatrix[] moments = [.. Enumerable.Range(0, layer.Groups).Select(_ => new SymmetricMatrix(layer.Columns))];
        using var executor = new GraphExecutor(GraphPrefix.To(graph, layer.Layer.Inputs[0]));
        int batch = Math.Min(Batch, data.Count);
        foreach (Batch part in new BatchLoader(data, batch).Epoch(key, shuffle: true).Take(Math.Max(1, samples / batch)))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor input = executor.Run(BatchTensors.Input(part, data.Shape));
            for (int g = 0; g < layer.Groups; g++)
            {
                using TensorScope inner = TensorScope.Begin();
                Tensor rows = Rows(layer, input, g);
                moments[g].Add(Functions.MatMul(rows, rows, transposeA: true).ToArray<float>());
            }
        }

        return moments;
    }

    /// <summary>X of a group: a row for each place an output is computed at.</summary>
    internal static Tensor Rows(LayerMatrix layer, Tensor input, int group)
    {
        if (layer.Layer.OpType != "Conv")
        {
            return Tensor.From<float>(input.ToArray<float>(), new Shape(input.Count / layer.Columns, layer.Columns));
        }

        Shape x = input.Rank == 3 ? new Shape(input.Shape[0], input.Shape[1], 1, input.Shape[2]) : input.Shape;
        Shape w = layer.Shape.Rank == 3 ? new Shape(layer.Shape[0], layer.Shape[1], 1, layer.Shape[2]) : layer.Shape;
        return Windows(input.ToArray<float>(), x, w, SpatialAttributes.Convolution(layer.Layer, input.Shape, layer.Shape), group);
    }

    private static Tensor Windows(float[] values, Shape x, Shape w, ConvolutionOptions o, int group)
    {
        int height = Places(x[2], w[2], o.Stride.Height, o.Dilation.Height, o.Pad.Top + o.Pad.Bottom), width = Places(x[3], w[3], o.Stride.Width, o.Dilation.Width, o.Pad.Left + o.Pad.Right);
        int columns = w.Product(1, 4);
        float[] rows = new float[x[0] * height * width * columns];
        for (int n = 0, at = 0; n < x[0]; n++)
        {
            for (int oy = 0; oy < height; oy++)
            {
                for (int ox = 0; ox < width; ox++, at += columns)
                {
                    Window(values, x, w, o, ((n * x[1]) + (group * w[1])) * x[2] * x[3], (oy * o.Stride.Height) - o.Pad.Top, (ox * o.Stride.Width) - o.Pad.Left, rows.AsSpan(at, columns));
                }
            }
        }

        return Tensor.From<float>(rows, new Shape(rows.Length / columns, columns));
    }

    private static void Window(float[] values, Shape x, Shape w, ConvolutionOptions o, int start, int top, int left, Span<float> row)
    {
        for (int c = 0, at = 0; c < w[1]; c++)
        {
            for (int ky = 0; ky < w[2]; ky++)
            {
                for (int kx = 0; kx < w[3]; kx++, at++)
                {
                    int y = top + (ky * o.Dilation.Height), z = left + (kx * o.Dilation.Width);
                    row[at] = (uint)y < (uint)x[2] && (uint)z < (uint)x[3] ? values[start + (((c * x[2]) + y) * x[3]) + z] : 0;
                }
            }
        }
    }

    private static int Places(int size, int kernel, int stride, int dilation, int pad) => ((size + pad - ((kernel - 1) * dilation) - 1) / stride) + 1;
}
