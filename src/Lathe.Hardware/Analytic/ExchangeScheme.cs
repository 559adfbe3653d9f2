namespace Lathe.Hardware.Analytic;

/// <summary>How machines that train together exchange gradients.</summary>
public enum ExchangeScheme
{
    /// <summary>All to one and back: <c>2 (n - 1) t</c>.</summary>
    OneToAll,

    /// <summary>Up a tree and down: <c>2 ceil(log2 n) t</c>.</summary>
    Tree,

    /// <summary>Pairs at doubling distance: <c>ceil(log2 n) t</c>.</summary>
    Butterfly,

    /// <summary>One exchange with one partner a step: <c>t</c>.</summary>
    ButterflyMixing,
}
