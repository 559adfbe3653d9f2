using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>
/// For every class of every image the boxes of highest score, none overlapping a chosen one by more than the threshold; rows
/// [batch, class, box].
/// </summary>
internal sealed class NonMaxSuppressionOp : OpDefinition
{
    public override string OpType => "NonMaxSuppression";

    public override int MinInputs => 2;

    public override int MaxInputs => 5;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor boxes = context.Input(0), scores = context.Input(1);
        if (boxes.Rank != 3 || scores.Rank != 3 || boxes.Shape[2] != 4 || scores.Shape[0] != boxes.Shape[0] || scores.Shape[2] != boxes.Shape[1])
        {
            throw new InvalidInputException($"{context.Node.Describe()}: boxes {boxes} and scores {scores} do not fit; [batch, boxes, 4] and [batch, classes, boxes] are expected.");
        }

        int most = (int)Math.Clamp(Floating.Number(context, 2, 0), 0, int.MaxValue);
        float overlap = (float)Floating.Number(context, 3, 0);
        double? lowest = context.Optional(4) is { } given ? Floating.Number(given) : null;
        bool centered = context.Attributes.Int("center_point_box", 0) != 0;
        float[] corners = Corners(boxes.ToArray<float>(), centered), weights = scores.ToArray<float>();
        var chosen = new List<long>();
        int count = boxes.Shape[1], classes = scores.Shape[1];
        for (int row = 0; row < boxes.Shape[0] * classes; row++)
        {
            int batch = row / classes, start = row * count;
            foreach (int box in Suppress(corners.AsMemory(batch * count * 4, count * 4), weights.AsMemory(start, count), most, overlap, lowest))
            {
                chosen.AddRange([batch, row % classes, box]);
            }
        }

        return [Tensor.From<long>(chosen.ToArray(), new Tensors.Shape(chosen.Count / 3, 3))];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, context.Input(1).Shape.Count);

    private static List<int> Suppress(ReadOnlyMemory<float> corners, ReadOnlyMemory<float> scores, int most, float overlap, double? lowest)
    {
        var kept = new List<int>();
        IEnumerable<int> order = Enumerable.Range(0, scores.Length).Where(i => lowest is null || scores.Span[i] > lowest).OrderByDescending(i => scores.Span[i]).ThenBy(i => i);
        foreach (int box in order)
        {
            if (kept.Count >= most)
            {
                break;
            }

            if (kept.TrueForAll(other => IntersectionOverUnion(corners.Span.Slice(box * 4, 4), corners.Span.Slice(other * 4, 4)) <= overlap))
            {
                kept.Add(box);
            }
        }

        return kept;
    }

    /// <summary>Boxes as y1, x1, y2, x2 with the smaller corner first.</summary>
    private static float[] Corners(float[] boxes, bool centered)
    {
        for (int i = 0; i < boxes.Length; i += 4)
        {
            (float a, float b, float c, float d) = (boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]);
            (boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]) = centered
                ? (b - (d / 2), a - (c / 2), b + (d / 2), a + (c / 2))
                : (Math.Min(a, c), Math.Min(b, d), Math.Max(a, c), Math.Max(b, d));
        }

        return boxes;
    }

    private static float IntersectionOverUnion(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float height = Math.Max(0, Math.Min(a[2], b[2]) - Math.Max(a[0], b[0])), width = Math.Max(0, Math.Min(a[3], b[3]) - Math.Max(a[1], b[1]));
        float shared = height * width, total = ((a[2] - a[0]) * (a[3] - a[1])) + ((b[2] - b[0]) * (b[3] - b[1])) - shared;
        return total <= 0 ? 0 : shared / total;
    }
}
