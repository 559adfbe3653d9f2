namespace Lathe.Compression.Techniques;

/// <summary>
/// A technique with its options. A class of an assembly that <see cref="TechniqueCatalog"/> reads is found by itself: a recipe
/// step, a command and a line of <c>lathe methods</c> follow from it.
/// </summary>
/// <typeparam name="TOptions">A record with a constructor without parameters; its settings carry <see cref="SettingAttribute"/>.</typeparam>
public abstract class Technique<TOptions> : ITechnique
    where TOptions : class, new()
{
    /// <inheritdoc/>
    public abstract TechniqueInfo Info { get; }

    /// <inheritdoc/>
    public SettingSchema Settings { get; } = SettingSchema.Of(typeof(TOptions));

    IEnumerable<string> ITechnique.Problems(object options) => Problems((TOptions)options);

    CompressedModel ITechnique.Apply(TechniqueContext context, CompressedModel model, object options) => Apply(context, model, (TOptions)options);

    /// <summary>What cannot work with these options, each in one sentence; empty when all is well.</summary>
    public virtual IEnumerable<string> Problems(TOptions options) => [];

    /// <summary>
    /// Carries it out. The result depends only on the network, the options, the key and recorded decisions: a killed run repeats it.
    /// </summary>
    public abstract CompressedModel Apply(TechniqueContext context, CompressedModel model, TOptions options);
}
