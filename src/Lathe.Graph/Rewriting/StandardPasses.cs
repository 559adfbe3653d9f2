using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Rewriting;

/// <summary>The pipelines everybody uses.</summary>
public static class StandardPasses
{
    /// <summary>Cleans an imported graph and names what exporters spelled out; batch normalisation and dropout stay, so the result can be trained.</summary>
    public static PassPipeline Canonicalize { get; } = new(
        "canonicalize",
        new RemoveIdentities(keepDropout: true),
        new FoldConstants(),
        new InlineBranches(),                   // what shapes and constants decide
        new FoldShapes(),
        new RemoveDeadNodes(),                  // shape arithmetic that fed the folded constants only
        new EliminateCommonSubexpressions(),    // idioms are found when what they share is one value
        new FuseLayerNormalization(),
        new FuseGelu(),
        new FuseHardSigmoid(),
        new FuseHardSwish(),                    // reads HardSigmoid
        new FuseChannelShuffle(),
        new RemoveIdentities(keepDropout: true),
        new RemoveDeadNodes());

    /// <summary>What deployment wants: everything above, no dropout, and no work left that weights can take in.</summary>
    public static PassPipeline PrepareForInference { get; } = new(
        "prepare-for-inference",
        Canonicalize,
        new RemoveIdentities(),
        new FoldBatchNorm(),
        new FoldChannelAffine(),
        new FoldBatchNorm(),                    // behind a bias that was a node of its own
        new RemoveDeadNodes());
}
