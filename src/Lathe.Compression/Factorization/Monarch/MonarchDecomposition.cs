using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.Monarch;

/// <summary>Dense layers as two block-diagonal ones with a permutation between them.</summary>
public sealed class MonarchDecomposition : Factorizer<MonarchOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("monarch") with
    {
        Summary = "Replace a dense layer by two block-diagonal ones with a shuffle between them.",
        Paper = "Dao et al. 2022, Monarch: Expressive Structured Matrices for Efficient and Accurate Training, arXiv:2204.00595",
        Page = "factorization.md#monarch",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, MonarchOptions options) => !layer.IsDense ? default
        : layer.InputType.Shape.Rank != 2 ? Preparation.Impossible($"it reads {layer.InputType.Shape}; blocks take one vector a sample")
        : layer.Inputs % options.Blocks != 0 || layer.Outputs % options.Blocks != 0 ? Preparation.Impossible($"its {layer.Inputs} inputs and {layer.Outputs} outputs are not both multiples of {options.Blocks} blocks")
        : new MonarchFactoring(layer, options.Blocks);
}
