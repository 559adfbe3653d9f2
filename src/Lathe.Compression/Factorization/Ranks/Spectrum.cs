namespace Lathe.Compression.Factorization.Ranks;

/// <summary>The singular values of a matrix, descending, and its size: what a rank is chosen from.</summary>
/// <param name="Values">Singular values.</param>
/// <param name="Rows">Rows of the matrix.</param>
/// <param name="Columns">Columns of the matrix.</param>
public sealed record Spectrum(double[] Values, int Rows, int Columns)
{
    /// <summary>The sum of all squares.</summary>
    public double Energy => Values.Sum(v => v * v);

    /// <summary>The share of the squares that lies above a rank: the squared relative error of the best approximation of that rank.</summary>
    public double Tail(int rank)
    {
        double energy = Energy;
        return energy == 0 ? 0 : Values.Skip(rank).Sum(v => v * v) / energy;
    }

    /// <summary>The least rank that leaves at most a share of the squares out.</summary>
    public int RankOf(double tail)
    {
        double allowed = tail * Energy, left = 0;
        int rank = Values.Length;
        while (rank > 1 && left + (Values[rank - 1] * Values[rank - 1]) <= allowed)
        {
            rank--;
            left += Values[rank] * Values[rank];
        }

        return rank;
    }
}
