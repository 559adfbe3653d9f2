using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Reads x [N, C, H, W] at the places of a grid [N, Ho, Wo, 2] of (x, y) in -1..1 (Jaderberg et al. 2015); differentiable in x.</summary>
internal sealed class GridSampleOp : OpDefinition
{
    public override string OpType => "GridSample";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), grid = context.Input(1);
        if (x.Rank != 4 || grid.Rank != 4 || grid.Shape[3] != 2 || grid.Shape[0] != x.Shape[0])
        {
            throw new InvalidInputException($"{context.Node.Describe()}: input {x} and grid {grid} do not fit; [N, C, H, W] and [N, Ho, Wo, 2] are expected.");
        }

        double[] places = Floating.Numbers(grid);
        int samples = places.Length / 2, perImage = samples / Math.Max(1, x.Shape[0]);
        int[] images = [.. Enumerable.Range(0, samples).Select(i => i / perImage)];
        double[] xs = [.. Enumerable.Range(0, samples).Select(i => Place(context.Attributes, places[2 * i], x.Shape[3]))];
        double[] ys = [.. Enumerable.Range(0, samples).Select(i => Place(context.Attributes, places[(2 * i) + 1], x.Shape[2]))];
        Tensor rows = Sum(context.Attributes, new SampledPlanes(Floating.Of(x)), images, ys, xs, x.Shape);
        return [Floating.Back(SampledPlanes.ToPlanes(rows, x.Shape[0], grid.Shape[1], grid.Shape[2]), x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(context.Node.Attributes.Text("mode", "bilinear") is "nearest" ? 1 : 8);

    public override void Couple(Coupling.CouplingContext context)
    {
        context.Link(context.Input(0)!, 1, context.Output(), 1);
        context.Pin(context.Input(1)!);
    }

    private static Tensor Sum(AttributeMap attributes, SampledPlanes planes, int[] images, double[] ys, double[] xs, Tensors.Shape x)
    {
        int taps = attributes.Text("mode", "bilinear") switch
        {
            "nearest" => 1,
            "bicubic" or "cubic" => 4,
            _ => 2,
        };
        Tensor? sum = null;
        for (int k = 0; k < taps * taps; k++)
        {
            (int[] row, float[] down) = Tap(attributes, ys, k / taps, taps, x[2]);
            (int[] column, float[] across) = Tap(attributes, xs, k % taps, taps, x[3]);
            Tensor part = planes.Tap(images, row, column, [.. down.Zip(across, (a, b) => a * b)]);
            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return sum!;
    }

    private static (int[] Places, float[] Weights) Tap(AttributeMap attributes, double[] sources, int tap, int taps, int size)
    {
        int[] places = new int[sources.Length];
        float[] weights = new float[sources.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            double source = sources[i], floor = Math.Floor(source), fraction = source - floor;
            double place = taps == 1 ? Math.Round(source, MidpointRounding.ToEven) : floor + tap + 1 - (taps / 2);
            double distance = Math.Abs(place - source);
            double weight = taps == 1 ? 1 : taps == 2 ? 1 - distance : ResizeTaps.Cubic(distance, -0.75);
            (place, bool inside) = Settle(attributes, place, size);
            (places[i], weights[i]) = ((int)Math.Clamp(place, 0, size - 1), inside ? (float)weight : 0);
        }

        return (places, weights);
    }

    /// <summary>Where a place outside is read: nowhere (zeros), at the border, or mirrored.</summary>
    private static (double Place, bool Inside) Settle(AttributeMap attributes, double place, int size)
    {
        switch (attributes.Text("padding_mode", "zeros"))
        {
            case "border":
                return (Math.Clamp(place, 0, size - 1), true);
            case "reflection":
                bool corners = attributes.Int("align_corners", 0) != 0;
                return (Mirror(place, corners ? 0 : -0.5, corners ? size - 1 : size - 0.5), true);
            default:
                return (place, place >= 0 && place <= size - 1);
        }
    }

    private static double Mirror(double place, double low, double high)
    {
        double span = high - low;
        if (span <= 0)
        {
            return 0;
        }

        double offset = (place < low ? low - place : place - low) % (2 * span);
        return low + (offset > span ? (2 * span) - offset : offset);
    }

    private static double Place(AttributeMap attributes, double v, int size) =>
        attributes.Int("align_corners", 0) != 0 ? (v + 1) / 2 * (size - 1) : (((v + 1) * size) - 1) / 2;
}
