using Lathe.Micro.Arena;
using Lathe.Micro.Kernels;
using Lathe.Micro.Layers;
using Lathe.Runtime;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Micro;

/// <summary>Where values lie in the arena, as C expressions.</summary>
internal sealed class ArenaCode
{
    public ArenaCode(IntegerGraph graph, KernelSet kernels)
    {
        graph = ConvolutionKernels.WithRoom(graph, kernels);
        Kernels = kernels;
        Map = ArenaMapper.Plan(graph);
        IsWide = graph.Ops.Any(o => o.ScratchBytes > 0 || o.Output.Type == DType.Int16) || graph.Inputs.Any(v => v.Type == DType.Int16);
    }

    /// <summary>What instructions kernels use.</summary>
    public KernelSet Kernels { get; }

    /// <summary>Where values lie.</summary>
    public ArenaMap Map { get; }

    /// <summary>True when the arena is of 16-bit elements, because something in it is.</summary>
    public bool IsWide { get; }

    /// <summary>The element of the arena.</summary>
    public string Type => IsWide ? "int16_t" : "int8_t";

    /// <summary>The size, an even one.</summary>
    public int Bytes => Math.Max(2, (Map.Plan.Bytes + 1) / 2 * 2);

    /// <summary>The address of a value.</summary>
    public string At(IntegerValue value, bool readOnly = false) => Place(Map.Plan.Offsets[value.Name], value.Type == DType.Int16, readOnly);

    /// <summary>The address of an operation's own room, of 16-bit elements.</summary>
    public string ScratchOf(IIntegerOp op) => Place(Map.Plan.Offsets[Lifetime.ScratchName(op)], wide: true, readOnly: false);

    private string Place(int offset, bool wide, bool readOnly)
    {
        string constant = readOnly ? "const " : "";
        return (wide, IsWide) switch
        {
            (false, true) when offset % 2 == 1 => $"({constant}int8_t *)arena + {offset}",
            (false, true) => $"({constant}int8_t *)&arena[{offset / 2}]",
            _ => $"&arena[{(IsWide ? offset / 2 : offset)}]",
        };
    }
}
