using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Quantizing;

/// <summary>A tensor as rows of one channel each, and back: parameters of a quantizer are then constant along a row.</summary>
internal readonly unsafe struct ChannelRows
{
    private readonly Shape _shape;
    private readonly MemoryLayout _layout;
    private readonly bool _turned;

    public ChannelRows(Tensor x, int channels, int axis)
    {
        _shape = x.Shape;
        Rows = channels;
        Axis = channels == 1 ? 0 : x.Shape.Axis(axis);
        _turned = channels > 1 && x.Shape.Product(0, Axis) > 1;
        _layout = channels == 1 ? x.Layout : MemoryLayout.RowMajor;
    }

    public int Rows { get; }

    public int Axis { get; }

    public int Inner => Rows == 0 ? 0 : _shape.Count / Rows;

    /// <summary>The data with a channel's elements next to each other; the caller frees it.</summary>
    public Tensor Arrange(Tensor x)
    {
        Tensor arranged = x.ToLayout(_layout == MemoryLayout.ChannelsLast ? MemoryLayout.ChannelsLast : MemoryLayout.RowMajor);
        if (!_turned)
        {
            return arranged;
        }

        using Tensor rows = arranged;
        return Turn(rows, [_shape.Product(0, Axis), Rows, _shape.Product(Axis + 1, _shape.Rank)]);
    }

    /// <summary>A tensor of the original shape from arranged data, which it takes over.</summary>
    public Tensor Restore(Tensor arranged)
    {
        if (!_turned)
        {
            return arranged;
        }

        using Tensor rows = arranged;
        return Turn(rows, [Rows, _shape.Product(0, Axis), _shape.Product(Axis + 1, _shape.Rank)]);
    }

    /// <summary>A tensor for arranged results.</summary>
    public Tensor Empty() => Tensor.Empty(_shape, DType.Float32, _layout);

    private Tensor Turn(Tensor x, ReadOnlySpan<int> dimensions)
    {
        Tensor turned = Tensor.Empty(_shape);
        KernelBackend kernels = ComputeBackend.Current;
        kernels.Layout.Permute(dimensions, [1, 0, 2], sizeof(float), x.Pointer, turned.Pointer);
        return turned;
    }
}
