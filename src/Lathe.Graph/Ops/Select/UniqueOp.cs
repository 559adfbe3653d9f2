using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>The different slices along an axis (or elements), where each came first, which of them each slice is, and how often each occurs.</summary>
internal sealed class UniqueOp : OpDefinition
{
    public override string OpType => "Unique";

    public override Tensor[] Forward(ForwardContext context)
    {
        bool flat = !context.Attributes.Has("axis");
        Tensor x = flat ? Functions.Reshape(context.Input(0), new Tensors.Shape(context.Input(0).Count)) : context.Input(0);
        int axis = flat ? 0 : x.Shape.Axis((int)context.Attributes.Int("axis", 0));
        double[][] slices = Slices(x, axis);
        var seen = new Dictionary<double[], int>(SliceComparer.Instance);
        var firsts = new List<int>();
        int[] groups = new int[slices.Length];
        for (int i = 0; i < slices.Length; i++)
        {
            if (seen.TryAdd(slices[i], firsts.Count))
            {
                firsts.Add(i);
            }

            groups[i] = seen[slices[i]];
        }

        IEnumerable<int> order = Enumerable.Range(0, firsts.Count);
        int[] sorted = context.Attributes.Int("sorted", 1) != 0 ? [.. order.OrderBy(g => slices[firsts[g]], SliceComparer.Instance)] : [.. order];
        long[] rank = new long[sorted.Length], counts = new long[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            rank[sorted[i]] = i;
        }

        long[] inverse = Array.ConvertAll(groups, g => rank[g]), indices = Array.ConvertAll(sorted, g => (long)firsts[g]);
        foreach (long place in inverse)
        {
            counts[place]++;
        }

        return [Functions.Gather(x, Vector(indices), axis), Vector(indices), Vector(inverse), Vector(counts)];
    }

    private static Tensor Vector(long[] values) => Tensor.From<long>(values, new Tensors.Shape(values.Length));

    private static double[][] Slices(Tensor x, int axis)
    {
        double[] data = Floating.Numbers(x);
        int size = x.Shape[axis], inner = x.Shape.Product(axis + 1, x.Rank), outer = x.Shape.Product(0, axis);
        var slices = new double[size][];
        for (int s = 0; s < size; s++)
        {
            slices[s] = new double[outer * inner];
            for (int i = 0; i < slices[s].Length; i++)
            {
                slices[s][i] = data[(((i / inner * size) + s) * inner) + (i % inner)];
            }
        }

        return slices;
    }

    /// <summary>Slices are equal, and ordered, element by element.</summary>
    private sealed class SliceComparer : IEqualityComparer<double[]>, IComparer<double[]>
    {
        public static SliceComparer Instance { get; } = new();

        public bool Equals(double[]? x, double[]? y) => x.AsSpan().SequenceEqual(y);

        public int Compare(double[]? x, double[]? y) => x.AsSpan().SequenceCompareTo(y);

        public int GetHashCode(double[] obj)
        {
            var hash = default(HashCode);
            foreach (double value in obj)
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }
    }
}
