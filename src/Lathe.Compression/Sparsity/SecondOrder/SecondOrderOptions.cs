using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.SecondOrder;

/// <summary>Pruning layer by layer with the weights that stay repairing the outputs.</summary>
public sealed record SecondOrderOptions : SparsifyOptions
{
    /// <summary>Scores compare within a layer only, so each gets the same share.</summary>
    public SecondOrderOptions() => Scope = SparsityScope.PerLayer;

    /// <summary>Columns whose mask is chosen together.</summary>
    [Setting("Inputs of a layer whose mask is chosen at once; later ones see how earlier ones were repaired.", Min = 1)]
    public int Block { get; init; } = 128;

    /// <summary>Damping of the Hessian.</summary>
    [Setting("Share of the mean curvature added to all, so that the Hessian can be inverted.", Min = 0, Max = 1, Above = true)]
    public double Damping { get; init; } = 0.01;
}
