using Lathe.Micro.Arena;
using Lathe.Micro.Kernels;
using Lathe.Micro.Layers;
using Lathe.Micro.Packing;
using Lathe.Micro.Writing;
using Lathe.Runtime;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Micro;

/// <summary>Where values lie in the arena, as C expressions.</summary>
internal sealed class ArenaCode
{
    private readonly DType _element;

    public ArenaCode(IntegerGraph graph, KernelSet kernels)
    {
        graph = ConvolutionKernels.WithRoom(PackingChoice.ForSpeed(graph, kernels), kernels);
        Kernels = kernels;
        Map = ArenaMapper.Plan(graph);
        DType[] types = [.. graph.Ops.Select(o => o.Output.Type).Concat(graph.Inputs.Select(v => v.Type))];

        // Codes may lie between 16-bit ones, but nothing between floats.
        _element = types.Contains(DType.Float32) ? DType.Float32 : types.Contains(DType.Int16) || graph.Ops.Any(o => o.ScratchBytes > 0) ? DType.Int16 : DType.Int8;
    }

    /// <summary>What instructions kernels use.</summary>
    public KernelSet Kernels { get; }

    /// <summary>Where values lie.</summary>
    public ArenaMap Map { get; }

    /// <summary>The element of the arena: the widest there is in it.</summary>
    public string Type => CTypes.Of(_element);

    /// <summary>Its size.</summary>
    public int ElementBytes => _element.Size();

    /// <summary>The size, a whole number of elements, and an even one.</summary>
    public int Bytes
    {
        get
        {
            int unit = Math.Max(2, ElementBytes);
            return Math.Max(unit, (Map.Plan.Bytes + unit - 1) / unit * unit);
        }
    }

    /// <summary>The address of a value.</summary>
    public string At(IntegerValue value, bool readOnly = false) => Place(Map.Plan.Offsets[value.Name], value.Type == DType.Int8 ? 1 : ElementBytes, readOnly);

    /// <summary>The address of an operation's own room, of the arena's elements.</summary>
    public string ScratchOf(IIntegerOp op) => Place(Map.Plan.Offsets[Lifetime.ScratchName(op)], ElementBytes, readOnly: false);

    private string Place(int offset, int size, bool readOnly)
    {
        string constant = readOnly ? "const " : "", cast = size < ElementBytes ? $"({constant}int8_t *)" : "";
        return offset % ElementBytes == 0 ? $"{cast}&arena[{offset / ElementBytes}]" : $"{cast}arena + {offset}";
    }
}
