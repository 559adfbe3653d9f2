using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>A value of the model as codes.</summary>
/// <param name="Value">The codes.</param>
/// <param name="Scale">What they mean.</param>
/// <param name="Logical">The dimensions the model gives the value; images are [N, C, H, W].</param>
/// <param name="Form">How the codes lie.</param>
internal sealed record Coded(IntegerValue Value, CodeScale Scale, Shape Logical, CodeForm Form)
{
    /// <summary>The channels and size of the image that was flattened, for <see cref="CodeForm.Flattened"/>.</summary>
    public Shape Image { get; init; }
}
