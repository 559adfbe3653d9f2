namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>How connections are shared out over layers.</summary>
public enum SparseDistribution
{
    /// <summary>The same density everywhere.</summary>
    Uniform,

    /// <summary>Density in proportion to <c>(inputs + outputs) / (inputs * outputs)</c> (Mocanu et al. 2018).</summary>
    ErdosRenyi,

    /// <summary>The same with the window's sides, <c>(inputs + outputs + kh + kw) / (inputs * outputs * kh * kw)</c> (Evci et al. 2020).</summary>
    ErdosRenyiKernel,
}
