using Lathe.Tensors.Autograd;

namespace Lathe.Tensors;

/// <content>Softmax and cross-entropy.</content>
public static unsafe partial class Functions
{
    /// <summary><c>exp(x) / sum exp(x)</c> along an axis.</summary>
    public static Tensor Softmax(Tensor x, int axis = -1) => SoftmaxAlong(x, axis, logarithm: false);

    /// <summary><c>x - log sum exp(x)</c> along an axis.</summary>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => SoftmaxAlong(x, axis, logarithm: true);

    /// <summary>
    /// Mean cross-entropy of logits [N, classes] against i32 labels [N]; labels equal to <paramref name="ignore"/> do not count.
    /// With smoothing s the target is <c>1 - s</c> on the label plus <c>s / classes</c> on every class.
    /// </summary>
    public static Tensor CrossEntropy(Tensor logits, Tensor labels, float smoothing = 0, int ignore = -100)
    {
        RequireFloat32("CrossEntropy", logits);
        if (logits.Rank != 2 || labels.DType != DType.Int32 || labels.Count != logits.Shape[0])
        {
            throw new ShapeException($"CrossEntropy of logits {logits} and labels {labels}: expects [N, classes] and N i32 labels.");
        }

        int rows = logits.Shape[0], columns = logits.Shape[1];
        int counted = CheckLabels(labels, columns, ignore);
        using Tensor input = RowMajor(logits);
        using Tensor losses = Tensor.Empty(new Shape(rows));
        bool record = GradientTape.Wants(logits);
        using Tensor? gradient = record ? Tensor.Empty(logits.Shape) : null;
        Kernels.Softmax.CrossEntropy(rows, columns, input.Floats, (int*)labels.Pointer, smoothing, ignore, 1f / Math.Max(1, counted), losses.Floats, record ? gradient!.Floats : null);
        Tensor loss = Tensor.Scalar((float)(Kernels.Reduction.Sum(rows, losses.Floats) / Math.Max(1, counted)));
        if (record)
        {
            GradientTape.Record(new CrossEntropyNode(gradient!), [logits], loss);
        }

        return loss;
    }

    private static int CheckLabels(Tensor labels, int classes, int ignore)
    {
        int counted = 0;
        foreach (int label in labels.AsSpan<int>())
        {
            if (label == ignore)
            {
                continue;
            }

            if ((uint)label >= (uint)classes)
            {
                throw new InvalidInputException($"Label {label} is outside 0..{classes - 1}. Check that the model has as many outputs as the data has classes.");
            }

            counted++;
        }

        return counted;
    }

    private static Tensor SoftmaxAlong(Tensor x, int axis, bool logarithm)
    {
        RequireFloat32("Softmax", x);
        axis = x.Shape.Axis(axis);
        if (axis != x.Rank - 1)
        {
            int[] swap = new int[x.Rank];
            for (int i = 0; i < swap.Length; i++)
            {
                swap[i] = i;
            }

            (swap[axis], swap[^1]) = (swap[^1], swap[axis]);
            return Transpose(SoftmaxAlong(Transpose(x, swap), -1, logarithm), swap);
        }

        using Tensor input = RowMajor(x);
        Tensor y = Tensor.Empty(x.Shape);
        int columns = x.Shape[-1];
        int rows = columns == 0 ? 0 : x.Count / columns;
        Kernels.Softmax.Forward(rows, columns, input.Floats, y.Floats, logarithm);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new SoftmaxNode(y, rows, columns, logarithm), [x], y);
        }

        return y;
    }

    private sealed class SoftmaxNode : TapeNode
    {
        private readonly Tensor _y;
        private readonly int _rows;
        private readonly int _columns;
        private readonly bool _logarithm;

        public SoftmaxNode(Tensor y, int rows, int columns, bool logarithm) => (_y, _rows, _columns, _logarithm) = (Save(y), rows, columns, logarithm);

        public override string Name => "Softmax";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = RowMajor(outputGradients[0]!);
            Tensor dx = Tensor.Empty(_y.Shape);
            Kernels.Softmax.Backward(_rows, _columns, _y.Floats, dy.Floats, dx.Floats, _logarithm);
            inputs.Accumulate(0, dx);
        }
    }

    private sealed class CrossEntropyNode : TapeNode
    {
        private readonly Tensor _gradient;

        public CrossEntropyNode(Tensor gradient) => _gradient = Save(gradient);

        public override string Name => "CrossEntropy";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            float scale = outputGradients[0]!.Item();
            if (scale == 1)
            {
                inputs.Accumulate(0, _gradient.Retain());
                return;
            }

            Tensor dx = Tensor.Empty(_gradient.Shape);
            Kernels.Elementwise.Unary(Tensors.Kernels.UnaryOp.Affine, dx.Count, _gradient.Floats, dx.Floats, scale, 0);
            inputs.Accumulate(0, dx);
        }
    }
}
