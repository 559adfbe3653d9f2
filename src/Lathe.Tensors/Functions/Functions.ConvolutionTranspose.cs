using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Transposed convolution.</content>
public static unsafe partial class Functions
{
    /// <summary>Transposed convolution of x [N, C, H, W] with w [C, O / groups, Kh, Kw] plus bias [O].</summary>
    /// <exception cref="ShapeException">Channels or sizes do not fit.</exception>
    public static Tensor ConvolutionTranspose(Tensor x, Tensor w, Tensor? bias, ConvolutionOptions options, (int Height, int Width) outputPadding = default)
    {
        if (x.Rank == 3 && w.Rank == 3)
        {
            Tensor y1 = ConvolutionTranspose(Unsqueeze(x, 2), Unsqueeze(w, 2), bias, options, outputPadding);
            return Reshape(y1, new Shape(y1.Shape[0], y1.Shape[1], y1.Shape[3]));
        }

        RequireFloat32("ConvolutionTranspose", x);
        ConvolutionGeometry g = ConvolutionShapes.Transposed(x.Shape, w.Shape, bias?.Shape, options, outputPadding);
        using Tensor arranged = ChannelsLast(x);
        using Tensor input = ToProductType(arranged);
        using Tensor rows = RowMajor(w);
        using Tensor weight = ToProductType(rows);
        Tensor y = Tensor.Empty(new Shape(g.Batch, g.InputChannels, g.InputHeight, g.InputWidth), DType.Float32, MemoryLayout.ChannelsLast);
        Kernels.Convolution.BackwardData(g, input.DType, input.Pointer, weight.Pointer, y.Floats);
        if (bias is not null)
        {
            Kernels.Elementwise.BinaryRow(BinaryOp.Add, y.Count / g.InputChannels, g.InputChannels, y.Floats, bias.Floats, false, y.Floats);
        }

        if (GradientTape.Wants(x, w, bias))
        {
            GradientTape.Record(new ConvolutionTransposeNode(g, input, weight), [x, w, bias], y);
        }

        return y;
    }

    private sealed class ConvolutionTransposeNode : TapeNode
    {
        private readonly ConvolutionGeometry _geometry;
        private readonly Tensor _x;
        private readonly Tensor _w;

        public ConvolutionTransposeNode(ConvolutionGeometry geometry, Tensor x, Tensor w)
        {
            _geometry = geometry;
            _x = Save(x);
            _w = Save(w);
        }

        public override string Name => "ConvolutionTranspose";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor arranged = ChannelsLast(outputGradients[0]!);
            using Tensor dy = _x.DType == arranged.DType ? arranged.Retain() : Converted(arranged, _x.DType);
            if (inputs.Wants(0))
            {
                Tensor dx = Tensor.Empty(_x.Shape, DType.Float32, MemoryLayout.ChannelsLast);
                Kernels.Convolution.Forward(_geometry, _x.DType, dy.Pointer, _w.Pointer, null, dx.Floats, Activation.Identity, accumulate: false);
                inputs.Accumulate(0, dx);
            }

            if (inputs.Wants(1))
            {
                Tensor dw = Tensor.Empty(_w.Shape);
                Kernels.Convolution.BackwardWeights(_geometry, _x.DType, dy.Pointer, _x.Pointer, dw.Floats, null);
                inputs.Accumulate(1, dw);
            }

            if (inputs.Wants(2))
            {
                Tensor db = Tensor.Empty(new Shape(_geometry.InputChannels));
                Kernels.Reduction.Reduce(ReduceOp.Sum, 1, arranged.Count / _geometry.InputChannels, _geometry.InputChannels, arranged.Floats, db.Floats);
                inputs.Accumulate(2, db);
            }
        }
    }
}
