namespace Lathe.Compression.Techniques;

/// <summary>A way to make a network cheaper, as recipes and commands see it. Derive from <see cref="Technique{TOptions}"/>.</summary>
public interface ITechnique
{
    /// <summary>Its names, paper and place among the others.</summary>
    TechniqueInfo Info { get; }

    /// <summary>What can be set.</summary>
    SettingSchema Settings { get; }

    /// <summary>What cannot work with these settings; empty when all is well.</summary>
    /// <param name="options">Options as <see cref="SettingSchema.Bind"/> makes them.</param>
    IEnumerable<string> Problems(object options);

    /// <summary>Carries it out.</summary>
    /// <param name="context">Data, randomness and training.</param>
    /// <param name="model">The network so far.</param>
    /// <param name="options">Options as <see cref="SettingSchema.Bind"/> makes them.</param>
    CompressedModel Apply(TechniqueContext context, CompressedModel model, object options);
}
