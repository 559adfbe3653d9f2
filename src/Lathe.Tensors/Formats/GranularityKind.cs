namespace Lathe.Tensors.Formats;

/// <summary>How many numbers share a scale.</summary>
public enum GranularityKind
{
    /// <summary>All of them.</summary>
    Tensor,

    /// <summary>Those of one output channel.</summary>
    Channel,

    /// <summary>Those of several output channels in a row.</summary>
    Group,

    /// <summary>A run within one output channel.</summary>
    Block,
}
