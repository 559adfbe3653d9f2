namespace Lathe.Graph.Ops.Select;

/// <summary>
/// Resampling of one axis as a weighted sum of a few elements: tap k of output i is element <c>Places[k][i]</c> with weight
/// <c>Weights[k][i]</c>.
/// </summary>
internal sealed record ResizeTaps(long[][] Places, float[][] Weights, bool[] Outside)
{
    /// <summary>The taps of one axis, for the mode that the attributes name.</summary>
    public static ResizeTaps For(ResizeAxis axis, AttributeMap attributes)
    {
        int count = attributes.Text("mode", "nearest") switch
        {
            "nearest" => 1,
            "cubic" => 4,
            _ => 2,
        };
        var taps = new ResizeTaps([.. Rows<long>(count, axis.Target)], [.. Rows<float>(count, axis.Target)], new bool[axis.Target]);
        for (int i = 0; i < axis.Target; i++)
        {
            double source = axis.Source(i);
            taps.Outside[i] = source < 0 || source > axis.Size - 1;
            taps.Fill(i, source, axis.Size, attributes);
        }

        return taps;
    }

    private void Fill(int i, double source, int size, AttributeMap attributes)
    {
        if (Places.Length == 1)
        {
            Places[0][i] = (long)Math.Clamp(Rounded(source, attributes.Text("nearest_mode", "round_prefer_floor")), 0, size - 1);
            Weights[0][i] = 1;
            return;
        }

        double floor = Math.Floor(source), fraction = source - floor, sum = 0;
        int before = (Places.Length / 2) - 1;
        bool exclude = attributes.Int("exclude_outside", 0) != 0;
        for (int k = 0; k < Places.Length; k++)
        {
            double place = floor - before + k, distance = Math.Abs(k - before - fraction);
            double weight = exclude && (place < 0 || place > size - 1) ? 0 : Places.Length == 2 ? 1 - distance : Cubic(distance, attributes.Float("cubic_coeff_a", -0.75f));
            (Places[k][i], Weights[k][i]) = ((long)Math.Clamp(place, 0, size - 1), (float)weight);
            sum += weight;
        }

        for (int k = 0; exclude && sum != 0 && k < Places.Length; k++)
        {
            Weights[k][i] = (float)(Weights[k][i] / sum);
        }
    }

    /// <summary>The convolution kernel of Keys 1981.</summary>
    public static double Cubic(double d, double a) => d <= 1
        ? ((((a + 2) * d) - (a + 3)) * d * d) + 1
        : d < 2 ? ((((a * d) - (5 * a)) * d) + (8 * a)) * d - (4 * a) : 0;

    private static double Rounded(double source, string mode) => mode switch
    {
        "floor" => Math.Floor(source),
        "ceil" => Math.Ceiling(source),
        "round_prefer_ceil" => Math.Floor(source + 0.5),
        _ => Math.Ceiling(source - 0.5),
    };

    private static IEnumerable<T[]> Rows<T>(int count, int length) => Enumerable.Range(0, count).Select(_ => new T[length]);
}
