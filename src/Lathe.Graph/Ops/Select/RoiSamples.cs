using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>The samples that the cells of regions average: corner by corner, in the order of the cells.</summary>
internal sealed class RoiSamples(Tensors.Shape x, int height, int width)
{
    private const int MostSamples = 1024;

    private readonly List<int> _images = [];
    private readonly List<(double Y, double X, float Share)> _samples = [];
    private readonly List<int> _starts = [0];

    /// <summary>Adds the cells of one region (x1, y1, x2, y2).</summary>
    public void Add(AttributeMap attributes, int image, ReadOnlySpan<double> region)
    {
        float scale = attributes.Float("spatial_scale", 1);
        bool halfPixel = attributes.Text("coordinate_transformation_mode", "half_pixel") == "half_pixel";
        double offset = halfPixel ? 0.5 : 0;
        double left = (region[0] * scale) - offset, top = (region[1] * scale) - offset;
        double across = (region[2] * scale) - offset - left, down = (region[3] * scale) - offset - top;
        if (!halfPixel)
        {
            (across, down) = (Math.Max(across, 1), Math.Max(down, 1));
        }

        int ratio = (int)attributes.Int("sampling_ratio", 0);
        double cellHeight = down / height, cellWidth = across / width;
        int rows = Samples(ratio, cellHeight), columns = Samples(ratio, cellWidth);
        for (int cell = 0; cell < height * width; cell++)
        {
            for (int s = 0; s < rows * columns; s++)
            {
                double sampleY = top + (((cell / width) + (((s / columns) + 0.5) / rows)) * cellHeight);
                double sampleX = left + (((cell % width) + (((s % columns) + 0.5) / columns)) * cellWidth);
                _samples.Add((sampleY, sampleX, 1f / (rows * columns)));
                _images.Add(image);
            }

            _starts.Add(_samples.Count);
        }
    }

    /// <summary>The mean of every cell as rows [cells, C].</summary>
    public Tensor Mean(SampledPlanes planes)
    {
        Tensor? sum = null;
        for (int corner = 0; corner < 4; corner++)
        {
            Tensor part = Corner(planes, corner / 2, corner % 2);
            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return Gathered(sum!);
    }

    private Tensor Corner(SampledPlanes planes, int below, int right)
    {
        int[] ys = new int[_samples.Count], xs = new int[_samples.Count];
        float[] weights = new float[_samples.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            (int y, double dy) = Split(_samples[i].Y, x[2]);
            (int column, double dx) = Split(_samples[i].X, x[3]);
            bool outside = _samples[i].Y < -1 || _samples[i].Y > x[2] || _samples[i].X < -1 || _samples[i].X > x[3];
            (ys[i], xs[i]) = (y + below, column + right);
            weights[i] = outside ? 0 : (float)((below == 1 ? dy : 1 - dy) * (right == 1 ? dx : 1 - dx)) * _samples[i].Share;
        }

        return planes.Tap([.. _images], ys, xs, weights);
    }

    // Samples of a cell follow each other; row 0 stands for the samples a smaller cell does not have.
    private Tensor Gathered(Tensor rows)
    {
        int cells = _starts.Count - 1, most = 0;
        for (int c = 0; c < cells; c++)
        {
            most = Math.Max(most, _starts[c + 1] - _starts[c]);
        }

        Tensor padded = Functions.Pad(rows, [1, 0], [0, 0]);
        Tensor? sum = null;
        for (int s = 0; s < most; s++)
        {
            long[] places = [.. Enumerable.Range(0, cells).Select(c => _starts[c] + s < _starts[c + 1] ? _starts[c] + s + 1L : 0)];
            Tensor part = Functions.Gather(padded, Tensor.From<long>(places, new Tensors.Shape(cells)));
            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return sum ?? Tensor.Zeros(new Tensors.Shape(0, rows.Shape[1]));
    }

    private static int Samples(int ratio, double size)
    {
        double count = ratio > 0 ? ratio : Math.Max(1, Math.Ceiling(size));
        return count <= MostSamples ? (int)count : throw new InvalidInputException($"RoiAlign: a cell of {size} elements needs more than {MostSamples} samples along an axis. Check spatial_scale and the regions.");
    }

    private static (int Floor, double Fraction) Split(double place, int size)
    {
        double inside = Math.Max(0, place);
        int floor = (int)inside;
        return floor >= size - 1 ? (size - 1, 0) : (floor, inside - floor);
    }
}
