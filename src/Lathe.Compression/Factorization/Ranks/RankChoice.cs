namespace Lathe.Compression.Factorization.Ranks;

/// <summary>How ranks are chosen.</summary>
public enum RankChoice
{
    /// <summary>The least ranks that keep a share of the squared weights.</summary>
    Energy,

    /// <summary>By variational Bayes: what stands out of the noise.</summary>
    Vbmf,

    /// <summary>A fixed share of the full ranks.</summary>
    Share,

    /// <summary>The ranks of all layers together that meet a cost with the least error.</summary>
    Cost,
}
