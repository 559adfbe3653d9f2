namespace Lathe.Compression.Techniques;

/// <summary>What a technique is called and where it comes from.</summary>
/// <param name="Step">The step of recipes and the command it belongs to: prune, sparsify, quantize, distill, factorize, share, compress, adapt, gate, analyze.</param>
/// <param name="Method">Its name within the step, in kebab case.</param>
public sealed record TechniqueInfo(string Step, string Method)
{
    /// <summary>What it does, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>Authors, year and title or number of the paper.</summary>
    public required string Paper { get; init; }

    /// <summary>The page in docs/methods, with an anchor where it has several methods, such as <c>ptq.md#adaround</c>.</summary>
    public required string Page { get; init; }

    /// <summary>True when it trains: the step then takes the settings of training (epochs, rate, batch ...) too.</summary>
    public bool Trains { get; init; }

    /// <summary>What later steps find in its weights.</summary>
    public WeightForms Makes { get; init; }

    /// <summary>What it keeps of earlier steps; a recipe that would lose a form is refused.</summary>
    public required WeightForms Keeps { get; init; }

    /// <summary>Why forms that are not in <see cref="Keeps"/> are lost, as the end of a sentence: "the factors are dense".</summary>
    public string Loses { get; init; } = "it computes the weights anew";
}
