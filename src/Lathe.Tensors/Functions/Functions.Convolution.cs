using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Convolution.</content>
public static unsafe partial class Functions
{
    /// <summary>
    /// Convolution of x [N, C, H, W] (or [N, C, L]) with w [O, C / groups, Kh, Kw] plus bias [O], then an activation.
    /// </summary>
    /// <exception cref="ShapeException">Channels or sizes do not fit.</exception>
    public static Tensor Convolution(Tensor x, Tensor w, Tensor? bias, ConvolutionOptions options, Activation activation = Activation.Identity)
    {
        if (x.Rank == 3 && w.Rank == 3)
        {
            Tensor y1 = Convolution(Unsqueeze(x, 2), Unsqueeze(w, 2), bias, options, activation);
            return Reshape(y1, new Shape(y1.Shape[0], y1.Shape[1], y1.Shape[3]));
        }

        RequireFloat32("Convolution", x);
        ConvolutionGeometry geometry = ConvolutionShapes.Forward(x.Shape, w.Shape, bias?.Shape, options);
        using Tensor arranged = ChannelsLast(x);
        using Tensor input = ToProductType(arranged);
        using Tensor rows = RowMajor(w);
        using Tensor weight = ToProductType(rows);
        Tensor y = Tensor.Empty(new Shape(geometry.Batch, geometry.OutputChannels, geometry.OutputHeight, geometry.OutputWidth), DType.Float32, MemoryLayout.ChannelsLast);
        Kernels.Convolution.Forward(geometry, input.DType, input.Pointer, weight.Pointer, bias is null ? null : bias.Floats, y.Floats, activation, accumulate: false);
        if (GradientTape.Wants(x, w, bias))
        {
            GradientTape.Record(new ConvolutionNode(geometry, input, weight, activation == Activation.Identity ? null : y, activation), [x, w, bias], y);
        }

        return y;
    }

    private sealed class ConvolutionNode : TapeNode
    {
        private readonly ConvolutionGeometry _geometry;
        private readonly Tensor _x;
        private readonly Tensor _w;
        private readonly Tensor? _y;
        private readonly Activation _activation;

        public ConvolutionNode(ConvolutionGeometry geometry, Tensor x, Tensor w, Tensor? y, Activation activation)
        {
            _geometry = geometry;
            _x = Save(x);
            _w = Save(w);
            _y = y is null ? null : Save(y);
            _activation = activation;
        }

        public override string Name => "Convolution";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor arranged = ChannelsLast(outputGradients[0]!);
            using Tensor masked = _y is null ? arranged.Retain() : ActivationBackward(_activation, _y, arranged);
            using Tensor dy = _x.DType == masked.DType ? masked.Retain() : Converted(masked, _x.DType);
            if (inputs.Wants(1) || inputs.Wants(2))
            {
                Tensor dw = Tensor.Empty(_w.Shape);
                Tensor db = Tensor.Empty(new Shape(_geometry.OutputChannels));
                Kernels.Convolution.BackwardWeights(_geometry, _x.DType, _x.Pointer, dy.Pointer, dw.Floats, inputs.Wants(2) ? db.Floats : null);
                inputs.Accumulate(1, dw);
                inputs.Accumulate(2, db);
            }

            if (inputs.Wants(0))
            {
                Tensor dx = Tensor.Empty(_x.Shape, DType.Float32, MemoryLayout.ChannelsLast);
                Kernels.Convolution.BackwardData(_geometry, _x.DType, dy.Pointer, _w.Pointer, dx.Floats);
                inputs.Accumulate(0, dx);
            }
        }
    }

    private static Tensor Converted(Tensor x, DType type)
    {
        Tensor converted = Tensor.Empty(x.Shape, type, x.Layout);
        Kernels.Elementwise.Convert(x.Count, x.DType, x.Pointer, type, converted.Pointer);
        return converted;
    }

    private static Tensor ActivationBackward(Activation activation, Tensor y, Tensor dy)
    {
        Tensor masked = Tensor.Empty(dy.Shape, DType.Float32, dy.Layout);
        (UnaryOp op, float low, float high) = activation == Activation.Relu6 ? (UnaryOp.Clip, 0f, 6f) : (UnaryOp.Relu, 0f, 0f);
        Kernels.Elementwise.UnaryBackward(op, dy.Count, y.Floats, y.Floats, dy.Floats, masked.Floats, low, high);
        return masked;
    }
}
