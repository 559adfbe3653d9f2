using Lathe.Tensors;

namespace Lathe.Graph.Ops.Signal;

/// <summary>Counts n-grams of integers, with gaps of up to max_skip_count, and weights them by term frequency and inverse document frequency.</summary>
internal sealed class TfIdfVectorizerOp : OpDefinition
{
    public override string OpType => "TfIdfVectorizer";

    public override Tensor[] Forward(ForwardContext context)
    {
        AttributeMap a = context.Attributes;
        Tensor x = context.Input(0);
        Dictionary<string, long> pool = Pool(context.Node);
        int columns = (int)(a.Ints("ngram_indexes")!.Max() + 1), row = x.Rank == 2 ? x.Shape[1] : x.Count, rows = x.Rank == 2 ? x.Shape[0] : 1;
        long[] tokens = context.Integers(0)!;
        var counts = new float[rows * columns];
        for (int r = 0; r < rows; r++)
        {
            foreach (string gram in Grams(a, tokens.AsMemory(r * row, row)))
            {
                if (pool.TryGetValue(gram, out long column))
                {
                    counts[(r * columns) + column]++;
                }
            }
        }

        Weigh(a, counts, columns);
        return [Tensor.From<float>(counts, x.Rank == 2 ? new Shape(rows, columns) : new Shape(columns))];
    }

    /// <summary>Which column counts which n-gram.</summary>
    private static Dictionary<string, long> Pool(Node node)
    {
        long[] starts = node.Attributes.Ints("ngram_counts") ?? [], columns = node.Attributes.Ints("ngram_indexes") ?? [];
        long[] words = node.Attributes.Ints("pool_int64s") ?? throw new InvalidInputException($"{node.Describe()}: n-grams of texts are not supported; integers are.");
        var pool = new Dictionary<string, long>();
        int gram = 0;
        for (int n = 1; n <= starts.Length; n++)
        {
            long end = n < starts.Length ? starts[n] : words.Length;
            for (long at = starts[n - 1]; at + n <= end; at += n)
            {
                pool[string.Join(',', words.AsSpan((int)at, n).ToArray())] = columns[gram++];
            }
        }

        return pool;
    }

    private static IEnumerable<string> Grams(AttributeMap a, ReadOnlyMemory<long> tokens)
    {
        int shortest = (int)a.Int("min_gram_length", 1), longest = (int)a.Int("max_gram_length", 1), skips = (int)a.Int("max_skip_count", 0);
        for (int n = shortest; n <= longest; n++)
        {
            // A single token has no gaps to vary.
            for (int step = 1; step <= (n == 1 ? 1 : skips + 1); step++)
            {
                for (int start = 0; start + ((n - 1) * step) < tokens.Length; start++)
                {
                    yield return string.Join(',', Enumerable.Range(0, n).Select(i => tokens.Span[start + (i * step)]));
                }
            }
        }
    }

    private static void Weigh(AttributeMap a, float[] counts, int columns)
    {
        string mode = a.Text("mode", "TF");
        long[] column = a.Ints("ngram_indexes")!;
        float[] given = a.Floats("weights") ?? [], weights = new float[columns];
        Array.Fill(weights, 1);
        for (int gram = 0; gram < Math.Min(given.Length, column.Length); gram++)
        {
            weights[column[gram]] = given[gram];
        }

        for (int i = 0; i < counts.Length && mode != "TF"; i++)
        {
            counts[i] = weights[i % columns] * (mode == "IDF" ? Math.Min(1, counts[i]) : counts[i]);
        }
    }
}
