using Lathe.Tensors.Autograd;
using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <content>Pooling.</content>
public static unsafe partial class Functions
{
    /// <summary>Largest element of each window of x [N, C, H, W] or [N, C, L].</summary>
    public static Tensor MaxPool(Tensor x, PoolingOptions options) => MaxPool(x, options, out _, wantIndices: false);

    /// <summary>Max pooling that also gives, per output element, h * W + w of the winner in the input plane (i32, [N, C, H', W']).</summary>
    public static Tensor MaxPool(Tensor x, PoolingOptions options, out Tensor? indices, bool wantIndices = true)
    {
        if (x.Rank == 3)
        {
            Tensor y3 = MaxPool(Unsqueeze(x, 2), options with { Kernel = (1, options.Kernel.Width), Stride = (1, options.Stride.Width) }, out indices, wantIndices);
            indices = indices is null ? null : Reshape(indices, new Shape(y3.Shape[0], y3.Shape[1], y3.Shape[3]));
            return Reshape(y3, new Shape(y3.Shape[0], y3.Shape[1], y3.Shape[3]));
        }

        RequireFloat32("MaxPool", x);
        PoolGeometry g = PoolShapes.Geometry(x.Shape, options);
        using Tensor input = ChannelsLast(x);
        var shape = new Shape(g.Batch, g.Channels, g.OutputHeight, g.OutputWidth);
        Tensor y = Tensor.Empty(shape, DType.Float32, MemoryLayout.ChannelsLast);
        bool record = GradientTape.Wants(x);
        indices = record || wantIndices ? Tensor.Empty(shape, DType.Int32, MemoryLayout.ChannelsLast) : null;
        Kernels.Pooling.MaxForward(g, input.Floats, y.Floats, indices is null ? null : (int*)indices.Pointer);
        if (record)
        {
            GradientTape.Record(new MaxPoolNode(g, indices!), [x], y);
        }

        return y;
    }

    /// <summary>Mean of each window of x [N, C, H, W] or [N, C, L].</summary>
    public static Tensor AveragePool(Tensor x, PoolingOptions options)
    {
        if (x.Rank == 3)
        {
            Tensor y3 = AveragePool(Unsqueeze(x, 2), options with { Kernel = (1, options.Kernel.Width), Stride = (1, options.Stride.Width) });
            return Reshape(y3, new Shape(y3.Shape[0], y3.Shape[1], y3.Shape[3]));
        }

        RequireFloat32("AveragePool", x);
        PoolGeometry g = PoolShapes.Geometry(x.Shape, options);
        using Tensor input = ChannelsLast(x);
        Tensor y = Tensor.Empty(new Shape(g.Batch, g.Channels, g.OutputHeight, g.OutputWidth), DType.Float32, MemoryLayout.ChannelsLast);
        Kernels.Pooling.AverageForward(g, input.Floats, y.Floats);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new AveragePoolNode(g), [x], y);
        }

        return y;
    }

    /// <summary>Mean over all of space: [N, C, ...] to [N, C, 1, ...].</summary>
    public static Tensor GlobalAveragePool(Tensor x)
    {
        int[] axes = new int[x.Rank - 2];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = i + 2;
        }

        return Mean(x, axes, keepDimensions: true);
    }

    private sealed class MaxPoolNode : TapeNode
    {
        private readonly PoolGeometry _geometry;
        private readonly Tensor _indices;

        public MaxPoolNode(PoolGeometry geometry, Tensor indices)
        {
            _geometry = geometry;
            _indices = Save(indices);
        }

        public override string Name => "MaxPool";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = ChannelsLast(outputGradients[0]!);
            Tensor dx = Tensor.Empty(PoolShapes.Input(_geometry), DType.Float32, MemoryLayout.ChannelsLast);
            Kernels.Pooling.MaxBackward(_geometry, dy.Floats, (int*)_indices.Pointer, dx.Floats);
            inputs.Accumulate(0, dx);
        }
    }

    private sealed class AveragePoolNode(PoolGeometry geometry) : TapeNode
    {
        public override string Name => "AveragePool";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = ChannelsLast(outputGradients[0]!);
            Tensor dx = Tensor.Empty(PoolShapes.Input(geometry), DType.Float32, MemoryLayout.ChannelsLast);
            Kernels.Pooling.AverageBackward(geometry, dy.Floats, dx.Floats);
            inputs.Accumulate(0, dx);
        }
    }
}
