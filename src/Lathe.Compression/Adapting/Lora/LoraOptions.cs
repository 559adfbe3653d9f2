using Lathe.Compression.Techniques;

namespace Lathe.Compression.Adapting.Lora;

/// <summary>Which layers get adapters and how large those are.</summary>
public sealed record LoraOptions
{
    /// <summary>Rank of the adapters.</summary>
    [Setting("Rank of the adapters, usually 2 to 16.", Min = 1, Max = 4096)]
    public int Rank { get; init; } = 4;

    /// <summary>Scale of the adapters, before it is divided by the rank.</summary>
    [Setting("Scale of an adapter's output, divided by the rank.", Min = 0, Above = true)]
    public float Alpha { get; init; } = 8;

    /// <summary>Layers that get one.</summary>
    [Setting("Layers that get an adapter, with * for any characters; all dense layers and ungrouped convolutions when absent.")]
    public string[] Layers { get; init; } = [];

    /// <summary>Parameters of the base that are trained too.</summary>
    [Setting("Parameters that are trained beside the adapters, with * for any characters: head*.")]
    public string[] Train { get; init; } = [];

    /// <summary>True to add the adapters into the weights at the end.</summary>
    [Setting("Add the adapters into the weights at the end, so that the network is as large and fast as before.")]
    public bool Merge { get; init; } = true;
}
