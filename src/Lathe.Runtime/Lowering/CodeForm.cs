namespace Lathe.Runtime.Lowering;

/// <summary>How the codes of a value lie, compared with the model.</summary>
internal enum CodeForm
{
    /// <summary>In the model's own order.</summary>
    Plain,

    /// <summary>An image, channels last: [N, H, W, C].</summary>
    Image,

    /// <summary>A row for each image of the batch, in the order of the channels-last image it was.</summary>
    Flattened,
}
