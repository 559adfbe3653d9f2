using Lathe.Compression.Factorization.Ranks;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization;

/// <summary>What all factorizations have in common.</summary>
public abstract record FactorOptions
{
    /// <summary>How ranks are chosen.</summary>
    [Setting("How ranks are chosen: by the energy kept, by variational Bayes (vbmf), as a share of the full rank, or by a cost.")]
    public RankChoice Rank { get; init; } = RankChoice.Energy;

    /// <summary>Share of the squared weights that is kept.</summary>
    [Setting("Share of a layer's squared weights that ranks by energy keep.", Min = 0, Max = 1, Above = true)]
    public double Energy { get; init; } = 0.9;

    /// <summary>Share of the full rank.</summary>
    [Setting("Share of the full rank that is kept, where ranks are chosen by share.", Min = 0, Max = 1, Above = true)]
    public double Share { get; init; } = 0.25;

    /// <summary>What is counted where ranks are chosen by cost.</summary>
    [Setting("The cost that ranks by cost meet.", OneOf = ["macs", "size", "latency", "energy", "measured-latency"])]
    public string Cost { get; init; } = "macs";

    /// <summary>Share of the treated layers' cost that is left.</summary>
    [Setting("Share of the cost of the treated layers that is left, where ranks are chosen by cost.", Min = 0, Max = 1, Above = true)]
    public double Target { get; init; } = 0.5;

    /// <summary>Layers left alone.</summary>
    [Setting("Layers that are left alone.")]
    public string[] Except { get; init; } = [];
}
