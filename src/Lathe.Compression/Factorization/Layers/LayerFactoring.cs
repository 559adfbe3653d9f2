using Lathe.Compression.Factorization.Ranks;

namespace Lathe.Compression.Factorization.Layers;

/// <summary>One layer made ready for a factorization: what its ranks can be, which nodes they give, and the weights of those.</summary>
public abstract class LayerFactoring
{
    private protected LayerFactoring(LinearLayer layer) => Layer = layer;

    /// <summary>The layer.</summary>
    public LinearLayer Layer { get; }

    /// <summary>One spectrum for each rank; its length is the full rank.</summary>
    public abstract IReadOnlyList<Spectrum> Spectra { get; }

    /// <summary>The nodes that ranks give, without values.</summary>
    public abstract IReadOnlyList<FactorPart> Parts(int[] ranks);

    /// <summary>The weights of the nodes that have one, in order, and the relative error of the layer: <c>|W - W'| / |W|</c>.</summary>
    public abstract (float[][] Weights, double Error) Solve(int[] ranks);

    /// <summary>The least ranks that keep a share of the squared weights; every rank may lose its part of the rest.</summary>
    public virtual int[] RanksByEnergy(double energy) => [.. Spectra.Select(s => s.RankOf((1 - energy) / Spectra.Count))];

    /// <summary>The ranks that stand out of the noise, at least 1.</summary>
    public virtual int[] RanksByBayes() => [.. Spectra.Select(s => Math.Clamp(VariationalRank.Of(s), 1, s.Values.Length))];

    /// <summary>A share of the full ranks, at least 1.</summary>
    public int[] RanksByShare(double share) => [.. Spectra.Select(s => Math.Clamp((int)Math.Round(share * s.Values.Length), 1, s.Values.Length))];

    /// <summary>A bound of the squared relative error at some ranks, without solving.</summary>
    public virtual double Bound(int[] ranks) => Math.Min(1, Spectra.Zip(ranks, (s, r) => s.Tail(r)).Sum());
}
