using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Dropout.</content>
public static unsafe partial class Functions
{
    /// <summary>Zeroes each element with probability rate and scales the rest by 1 / (1 - rate) (Srivastava et al. 2014); the mask is a function of the key.</summary>
    public static Tensor Dropout(Tensor x, float rate, RandomKey key)
    {
        RequireFloat32("Dropout", x);
        using Tensor mask = Tensor.Empty(x.Shape, DType.Float32, x.Layout);
        var values = new Span<float>(mask.Pointer, mask.Count);
        key.FillUniform(values);
        float keep = 1 / (1 - rate);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = values[i] < rate ? 0 : keep;
        }

        Tensor y = Tensor.Empty(x.Shape, DType.Float32, x.Layout);
        Kernels.Elementwise.Binary(BinaryOp.Multiply, x.Count, x.Floats, mask.Floats, y.Floats);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new DropoutNode(mask), [x], y);
        }

        return y;
    }

    private sealed class DropoutNode : TapeNode
    {
        private readonly Tensor _mask;

        public DropoutNode(Tensor mask) => _mask = Save(mask);

        public override string Name => "Dropout";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = LikeLayout(outputGradients[0]!, _mask);
            Tensor dx = Tensor.Empty(dy.Shape, DType.Float32, dy.Layout);
            Kernels.Elementwise.Binary(BinaryOp.Multiply, dx.Count, dy.Floats, _mask.Floats, dx.Floats);
            inputs.Accumulate(0, dx);
        }
    }
}
