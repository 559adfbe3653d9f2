using Lathe.Tensors;

namespace Lathe.Graph.Ops.Loss;

/// <summary>Negative log-likelihood of labels [N, d1, ...] under log-probabilities [N, C, d1, ...], weighted by class.</summary>
internal static class ClassLoss
{
    /// <summary>The loss in binary32: one number, or one for each label when the reduction is "none".</summary>
    public static Tensor Compute(ForwardContext context, Tensor logProbabilities)
    {
        (Shape shape, long[] labels) = (context.Input(1).Shape, context.Integers(1)!);
        (long[] classes, float[] kept) = Classes(context, logProbabilities.Shape, labels);
        Tensor weight = Tensor.From<float>(kept, shape);
        if (context.Optional(2) is { } perClass)
        {
            weight = Functions.Multiply(weight, Functions.Gather(Floating.Of(perClass), Tensor.From<long>(classes, shape)));
        }

        Tensor picked = Functions.Gather(Functions.Reshape(logProbabilities, new Shape(logProbabilities.Count)), Tensor.From<long>(Places(logProbabilities.Shape, classes), shape));
        Tensor losses = Functions.Affine(Functions.Multiply(picked, weight), -1, 0);
        return context.Attributes.Text("reduction", "mean") switch
        {
            "none" => losses,
            "sum" => Functions.Sum(losses, []),
            _ => Functions.Divide(Functions.Sum(losses, []), Functions.Sum(weight, [])),
        };
    }

    // An ignored label counts with weight 0, whatever it is.
    private static (long[] Classes, float[] Kept) Classes(ForwardContext context, Shape scores, long[] labels)
    {
        long ignored = context.Attributes.Int("ignore_index", long.MinValue);
        long[] classes = new long[labels.Length];
        float[] kept = new float[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == ignored && context.Attributes.Has("ignore_index"))
            {
                continue;
            }

            if (labels[i] < 0 || labels[i] >= scores[1])
            {
                throw new InvalidInputException($"{context.Node.Describe()}: label {labels[i]} is outside 0..{scores[1] - 1}, and ignore_index does not name it.");
            }

            (classes[i], kept[i]) = (labels[i], 1);
        }

        return (classes, kept);
    }

    private static long[] Places(Shape scores, long[] classes)
    {
        int inner = scores.Product(2, scores.Rank);
        long[] places = new long[classes.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = ((((long)(i / inner) * scores[1]) + classes[i]) * inner) + (i % inner);
        }

        return places;
    }
}
