namespace Lathe.Tensors;

/// <summary>The order of a tensor's elements in memory; the logical order of its dimensions is ONNX's in both.</summary>
public enum MemoryLayout
{
    /// <summary>Last dimension fastest.</summary>
    RowMajor,

    /// <summary>For rank 3 to 5: [N, spatial..., C] in memory behind the logical [N, C, spatial...].</summary>
    ChannelsLast,
}
