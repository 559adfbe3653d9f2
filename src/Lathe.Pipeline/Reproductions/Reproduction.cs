namespace Lathe.Pipeline.Reproductions;

/// <summary>
/// A published result made again here: the runs it takes and the claims they must bear out. A class of this assembly is found by itself.
/// </summary>
public abstract class Reproduction
{
    /// <summary>The name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What is shown, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Authors, year and title.</summary>
    public abstract string Paper { get; }

    /// <summary>Runs what it takes and judges it.</summary>
    public abstract ReproductionOutcome Run(ReproductionContext context);
}
