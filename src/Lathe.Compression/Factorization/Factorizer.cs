using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Factorization;

/// <summary>A technique that replaces single layers by chains of smaller ones; derive to say how one layer is factored.</summary>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class Factorizer<TOptions> : Technique<TOptions>
    where TOptions : FactorOptions, new()
{
    /// <inheritdoc/>
    public sealed override CompressedModel Apply(TechniqueContext context, CompressedModel model, TOptions options)
    {
        ModelGraph graph = new FactorizationPass(options, layer => Prepare(layer, options)).Run(context, model.Graph);
        return model with { Graph = context.Fit(graph, new FitRequest("factors", 2, 0.01f)), Coded = null };
    }

    /// <summary>Makes a layer ready, or says why not.</summary>
    protected abstract Preparation Prepare(LinearLayer layer, TOptions options);

    /// <summary>What all factorizations are described by.</summary>
    private protected static TechniqueInfo Describe(string method) => new("factorize", method)
    {
        Summary = "",
        Paper = "",
        Page = "",
        Trains = true,
        Keeps = WeightForms.None,
        Loses = "the factors are dense",
    };
}
