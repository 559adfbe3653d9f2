using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>
/// Reads planes [N, C, H, W] at fractional places: every sample is a weighted sum of elements of one image, the same for all
/// channels; differentiable in the planes.
/// </summary>
internal sealed class SampledPlanes
{
    private readonly Tensor _rows;
    private readonly int _height;
    private readonly int _width;

    public SampledPlanes(Tensor x)
    {
        (_height, _width) = (x.Shape[2], x.Shape[3]);
        _rows = Functions.Reshape(Functions.Transpose(x, [0, 2, 3, 1]), new Tensors.Shape(x.Shape[0] * _height * _width, x.Shape[1]));
    }

    /// <summary>One weighted element for each sample, as rows [samples, C]; places outside count as <paramref name="weights"/> says for the nearest element inside.</summary>
    public Tensor Tap(int[] images, int[] ys, int[] xs, float[] weights)
    {
        long[] places = new long[images.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = ((((long)images[i] * _height) + Math.Clamp(ys[i], 0, _height - 1)) * _width) + Math.Clamp(xs[i], 0, _width - 1);
        }

        Tensor rows = Functions.Gather(_rows, Tensor.From<long>(places, new Tensors.Shape(places.Length)));
        return Functions.Multiply(rows, Tensor.From<float>(weights, new Tensors.Shape(weights.Length, 1)));
    }

    /// <summary>Rows [N Ho Wo, C] as planes [N, C, Ho, Wo].</summary>
    public static Tensor ToPlanes(Tensor rows, int images, int height, int width) =>
        Functions.Transpose(Functions.Reshape(rows, new Tensors.Shape(images, height, width, rows.Shape[1])), [0, 3, 1, 2]);
}
