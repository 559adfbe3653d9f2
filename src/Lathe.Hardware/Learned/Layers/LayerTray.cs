namespace Lathe.Hardware.Learned.Layers;

/// <summary>Layers that run one after the other in one session.</summary>
/// <param name="Layers">The layers.</param>
/// <param name="Chained">True when each reads what the one before it wrote, as in a network; else every layer has an input of its own.</param>
public sealed record LayerTray(IReadOnlyList<LayerSpec> Layers, bool Chained)
{
    private const char Beside = ' ', Behind = '>';

    /// <summary>What a network has, which is no tray.</summary>
    public static LayerTray None { get; } = new([], false);

    /// <summary>Layers with an input each.</summary>
    public static LayerTray Of(params IReadOnlyList<LayerSpec> layers) => new(layers, false);

    /// <summary>The words of the layers, with a space between those side by side and a <c>&gt;</c> between those of a chain.</summary>
    public override string ToString() => string.Join(Chained ? Behind : Beside, Layers);

    /// <summary>Reads the words.</summary>
    /// <exception cref="InvalidInputException">One describes no layer.</exception>
    public static LayerTray Parse(string text)
    {
        bool chained = text.Contains(Behind, StringComparison.Ordinal);
        return new LayerTray([.. text.Split(chained ? Behind : Beside, StringSplitOptions.RemoveEmptyEntries).Select(LayerSpec.Parse)], chained);
    }
}
