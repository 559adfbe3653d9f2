using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Batch and layer normalisation.</content>
public static unsafe partial class Functions
{
    /// <summary>
    /// Batch normalisation with the statistics of this batch (Ioffe and Szegedy 2015), then the residual, then the activation:
    /// <c>y = activation(scale (x - mean) / sqrt(var + epsilon) + shift + residual)</c> for x [N, C, ...].
    /// </summary>
    /// <param name="x">Input [N, C, ...].</param>
    /// <param name="scale">C factors.</param>
    /// <param name="shift">C summands.</param>
    /// <param name="runningMean">Updated in place: <c>(1 - momentum) running + momentum batch</c>; may be null.</param>
    /// <param name="runningVariance">Updated likewise with the unbiased variance; may be null.</param>
    /// <param name="momentum">Weight of this batch.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="residual">Added before the activation; shape of x, or null.</param>
    public static Tensor BatchNormTraining(Tensor x, Tensor scale, Tensor shift, Tensor? runningMean, Tensor? runningVariance, float momentum, float epsilon, Activation activation = Activation.Identity, Tensor? residual = null)
    {
        (int rows, int channels) = BatchNormSizes(x, scale);
        using Tensor input = BatchNormLayout(x);
        using Tensor? addend = residual is null ? null : BatchNormLayout(residual);
        Tensor y = Tensor.Empty(x.Shape, DType.Float32, input.Layout);
        using Tensor mean = Tensor.Empty(scale.Shape);
        using Tensor deviation = Tensor.Empty(scale.Shape);
        using Tensor variance = Tensor.Empty(scale.Shape);
        Kernels.Normalization.BatchForwardTraining(rows, channels, input.Floats, scale.Floats, shift.Floats, epsilon, activation, addend is null ? null : addend.Floats, y.Floats, mean.Floats, variance.Floats, deviation.Floats);
        if (runningMean is not null && runningVariance is not null)
        {
            Kernels.Elementwise.ScaleAdd(channels, momentum, mean.Floats, 1 - momentum, runningMean.Floats);
            Kernels.Elementwise.ScaleAdd(channels, momentum * rows / Math.Max(1, rows - 1), variance.Floats, 1 - momentum, runningVariance.Floats);
        }

        if (GradientTape.Wants(x, scale, shift, residual))
        {
            GradientTape.Record(new BatchNormNode(input, scale, mean, deviation, activation == Activation.Identity ? null : y, activation, residual is not null), [x, scale, shift, residual], y);
        }

        return y;
    }

    /// <summary>Batch normalisation with given statistics; differentiable in x, scale and shift.</summary>
    public static Tensor BatchNormInference(Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, float epsilon, Activation activation = Activation.Identity)
    {
        (int rows, int channels) = BatchNormSizes(x, scale);
        if (GradientTape.Wants(x, scale, shift, mean, variance))
        {
            return FrozenBatchNorm(x, scale, shift, mean, variance, epsilon, activation);
        }

        using Tensor input = BatchNormLayout(x);
        Tensor y = Tensor.Empty(x.Shape, DType.Float32, input.Layout);
        Kernels.Normalization.BatchForwardInference(rows, channels, input.Floats, scale.Floats, shift.Floats, mean.Floats, variance.Floats, epsilon, activation, y.Floats);
        return y;
    }

    /// <summary>Layer normalisation over the dimensions from <paramref name="axis"/> on (Ba et al. 2016); scale and shift may be null.</summary>
    public static Tensor LayerNorm(Tensor x, Tensor? scale, Tensor? shift, int axis, float epsilon)
    {
        RequireFloat32("LayerNorm", x);
        axis = x.Shape.Axis(axis);
        int rows = x.Shape.Product(0, axis);
        int columns = x.Shape.Product(axis, x.Rank);
        using Tensor input = RowMajor(x);
        Tensor y = Tensor.Empty(x.Shape);
        using Tensor mean = Tensor.Empty(new Shape(rows));
        using Tensor deviation = Tensor.Empty(new Shape(rows));
        Kernels.Normalization.LayerForward(rows, columns, input.Floats, scale is null ? null : scale.Floats, shift is null ? null : shift.Floats, epsilon, y.Floats, mean.Floats, deviation.Floats);
        if (GradientTape.Wants(x, scale, shift))
        {
            GradientTape.Record(new LayerNormNode(rows, columns, input, scale, mean, deviation), [x, scale, shift], y);
        }

        return y;
    }

    private static Tensor FrozenBatchNorm(Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, float epsilon, Activation activation)
    {
        int[] ones = new int[x.Rank - 1];
        Array.Fill(ones, 1);
        ones[0] = scale.Count;
        var perChannel = new Shape(ones);
        Tensor factor = Divide(scale, Unary(UnaryOp.Sqrt, Affine(variance, 1, epsilon)));
        Tensor offset = Subtract(shift, Multiply(mean, factor));
        Tensor y = Add(Multiply(x, Reshape(factor, perChannel)), Reshape(offset, perChannel));
        return activation switch
        {
            Activation.Relu => Relu(y),
            Activation.Relu6 => Unary(UnaryOp.Clip, y, 0, 6),
            _ => y,
        };
    }

    private static (int Rows, int Channels) BatchNormSizes(Tensor x, Tensor scale)
    {
        RequireFloat32("BatchNorm", x);
        if (x.Rank < 2 || x.Shape[1] != scale.Count)
        {
            throw new ShapeException($"BatchNorm of {x.Describe()} with {scale.Count} scales: dimension 1 (channels) must be {scale.Count}.");
        }

        return (x.Count / scale.Count, scale.Count);
    }

    private static Tensor BatchNormLayout(Tensor x) => x.Rank == 2 ? RowMajor(x) : ChannelsLast(x);

    private sealed class BatchNormNode : TapeNode
    {
        private readonly Tensor _x;
        private readonly Tensor _scale;
        private readonly Tensor _mean;
        private readonly Tensor _deviation;
        private readonly Tensor? _y;
        private readonly Activation _activation;
        private readonly bool _residual;

        public BatchNormNode(Tensor x, Tensor scale, Tensor mean, Tensor deviation, Tensor? y, Activation activation, bool residual)
        {
            (_x, _scale, _mean, _deviation) = (Save(x), Save(scale), Save(mean), Save(deviation));
            _y = y is null ? null : Save(y);
            (_activation, _residual) = (activation, residual);
        }

        public override string Name => "BatchNorm";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = BatchNormLayout(outputGradients[0]!);
            Tensor dx = Tensor.Empty(_x.Shape, DType.Float32, _x.Layout);
            Tensor dscale = Tensor.Empty(_scale.Shape);
            Tensor dshift = Tensor.Empty(_scale.Shape);
            bool separate = _residual && _activation != Activation.Identity;
            Tensor? dresidual = !_residual ? null : separate ? Tensor.Empty(_x.Shape, DType.Float32, _x.Layout) : dy.Retain();
            Kernels.Normalization.BatchBackward(_x.Count / _scale.Count, _scale.Count, _x.Floats, _y is null ? null : _y.Floats, dy.Floats, _scale.Floats, _mean.Floats, _deviation.Floats, _activation, dx.Floats, dscale.Floats, dshift.Floats, separate ? dresidual!.Floats : null);
            inputs.Accumulate(0, dx);
            inputs.Accumulate(1, dscale);
            inputs.Accumulate(2, dshift);
            if (dresidual is not null)
            {
                inputs.Accumulate(3, dresidual);
            }
        }
    }

    private sealed class LayerNormNode : TapeNode
    {
        private readonly int _rows;
        private readonly int _columns;
        private readonly Tensor _x;
        private readonly Tensor? _scale;
        private readonly Tensor _mean;
        private readonly Tensor _deviation;

        public LayerNormNode(int rows, int columns, Tensor x, Tensor? scale, Tensor mean, Tensor deviation)
        {
            (_rows, _columns, _x, _mean, _deviation) = (rows, columns, Save(x), Save(mean), Save(deviation));
            _scale = scale is null ? null : Save(scale);
        }

        public override string Name => "LayerNorm";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = RowMajor(outputGradients[0]!);
            Tensor dx = Tensor.Empty(_x.Shape);
            Tensor? dscale = inputs.Wants(1) ? Tensor.Empty(_scale!.Shape) : null;
            Tensor? dshift = inputs.Wants(2) ? Tensor.Empty(new Shape(_columns)) : null;
            Kernels.Normalization.LayerBackward(_rows, _columns, _x.Floats, dy.Floats, _scale is null ? null : _scale.Floats, _mean.Floats, _deviation.Floats, dx.Floats, dscale is null ? null : dscale.Floats, dshift is null ? null : dshift.Floats);
            inputs.Accumulate(0, dx);
            if (dscale is not null)
            {
                inputs.Accumulate(1, dscale);
            }

            if (dshift is not null)
            {
                inputs.Accumulate(2, _scale is null || dshift.Shape == _scale.Shape ? dshift : ReshapeRaw(dshift, _scale.Shape));
            }
        }
    }
}
