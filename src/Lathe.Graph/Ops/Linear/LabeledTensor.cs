using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>A tensor whose dimensions have one-letter names, no name twice.</summary>
internal sealed record LabeledTensor(Tensor Values, string Labels)
{
    /// <summary>Names dimensions; one named twice becomes its diagonal.</summary>
    public static LabeledTensor Of(Tensor values, string labels)
    {
        for (int second = 1; second < labels.Length; second++)
        {
            int first = labels.IndexOf(labels[second], StringComparison.Ordinal);
            if (first < second)
            {
                values = Diagonal(values, first, second);
                return Of(values, labels.Remove(second, 1));
            }
        }

        return new LabeledTensor(values, labels);
    }

    /// <summary>Sums over every dimension whose name is not kept.</summary>
    public LabeledTensor Sum(string kept)
    {
        int[] axes = [.. Enumerable.Range(0, Labels.Length).Where(i => !kept.Contains(Labels[i], StringComparison.Ordinal))];
        return axes.Length == 0 ? this : new LabeledTensor(Functions.Sum(Values, axes), string.Concat(Labels.Where(l => kept.Contains(l, StringComparison.Ordinal))));
    }

    /// <summary>The same tensor with its dimensions in another order.</summary>
    public LabeledTensor Arrange(string labels) =>
        labels == Labels ? this : new LabeledTensor(Functions.Transpose(Values, [.. labels.Select(l => Labels.IndexOf(l, StringComparison.Ordinal))]), labels);

    /// <summary>The product with another, summed over the shared dimensions that nobody needs later: one batched matrix product.</summary>
    public LabeledTensor Contract(LabeledTensor other, string later)
    {
        bool Shared(char l) => Labels.Contains(l, StringComparison.Ordinal) && other.Labels.Contains(l, StringComparison.Ordinal);
        // A shared dimension of 1 on one side only broadcasts.
        string batch = string.Concat(Labels.Where(l => Shared(l) && later.Contains(l, StringComparison.Ordinal)));
        string summed = string.Concat(Labels.Where(l => Shared(l) && !later.Contains(l, StringComparison.Ordinal)));
        string left = string.Concat(Labels.Where(l => !Shared(l))), right = string.Concat(other.Labels.Where(l => !Shared(l)));
        LabeledTensor a = Widen(other, batch + summed).Arrange(batch + left + summed), b = other.Widen(this, batch + summed).Arrange(batch + summed + right);
        int[] batchSizes = a.Sizes(0, batch.Length), leftSizes = a.Sizes(batch.Length, left.Length), rightSizes = b.Sizes(batch.Length + summed.Length, right.Length);
        int depth = Product(a.Sizes(batch.Length + left.Length, summed.Length));
        Tensor x = Functions.Reshape(a.Values, new Shape(Product(batchSizes), Product(leftSizes), depth));
        Tensor y = Functions.Reshape(b.Values, new Shape(Product(batchSizes), depth, Product(rightSizes)));
        return new LabeledTensor(Functions.Reshape(Functions.MatMul(x, y), new Shape([.. batchSizes, .. leftSizes, .. rightSizes])), batch + left + right);
    }

    private LabeledTensor Widen(LabeledTensor other, string shared)
    {
        int[] sizes = Values.Shape.Dimensions.ToArray();
        foreach (char label in shared)
        {
            int own = Labels.IndexOf(label, StringComparison.Ordinal);
            sizes[own] = Math.Max(sizes[own], other.Values.Shape[other.Labels.IndexOf(label, StringComparison.Ordinal)]);
        }

        var shape = new Shape(sizes);
        return shape == Values.Shape ? this : this with { Values = Functions.Expand(Values, shape) };
    }

    private int[] Sizes(int start, int count) => Values.Shape.Dimensions.Slice(start, count).ToArray();

    private static int Product(int[] sizes) => sizes.Aggregate(1, (product, size) => product * size);

    private static Tensor Diagonal(Tensor x, int first, int second)
    {
        int[] order = [first, second, .. Enumerable.Range(0, x.Rank).Where(i => i != first && i != second)];
        Tensor front = Functions.Transpose(x, order);
        int size = front.Shape[0];
        int[] rest = front.Shape.Dimensions[2..].ToArray();
        Tensor rows = Functions.Reshape(front, new Shape([size * size, .. rest]));
        long[] places = [.. Enumerable.Range(0, size).Select(i => (long)i * (size + 1))];
        Tensor diagonal = Functions.Gather(rows, Tensor.From<long>(places, new Shape(size)));

        // The diagonal takes the place of the first dimension.
        int[] back = [.. Enumerable.Range(1, first), 0, .. Enumerable.Range(first + 1, rest.Length - first)];
        return Functions.Transpose(diagonal, back);
    }
}
