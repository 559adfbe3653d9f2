using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Regression;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>
/// The time of a family of kernels: NeuralPower's sparse polynomial, and boosted trees on what a kernel takes beyond a line in
/// arithmetic and traffic (so that far from the profiles it goes on along the line). The weight between the two, and the interval,
/// come from predictions of profiles that were left out.
/// </summary>
public sealed record KernelRegressor
{
    /// <summary>The family; see <see cref="KernelConfig.Family"/>.</summary>
    public required string Family { get; init; }

    /// <summary>Profiles it was fitted to.</summary>
    public required int Profiles { get; init; }

    /// <summary>The polynomial, in microseconds.</summary>
    public required SparsePolynomial Polynomial { get; init; }

    /// <summary>The line below the trees: a constant and the special terms.</summary>
    public required double[] Line { get; init; }

    /// <summary>The trees, in logarithms of the ratio to the line.</summary>
    public required BoostedTrees Trees { get; init; }

    /// <summary>How much the trees count, 0 to 1.</summary>
    public required double TreeWeight { get; init; }

    /// <summary>The least ratio of measured to predicted that is expected, nine times in ten together with <see cref="High"/>.</summary>
    public required double Low { get; init; }

    /// <summary>The largest ratio that is expected.</summary>
    public required double High { get; init; }

    /// <summary>Microseconds of a kernel.</summary>
    public Estimate Microseconds(KernelConfig config) => Around(Blend(Polynomial.Predict(Values(config)), TreeMicroseconds(config), TreeWeight));

    /// <summary>The interval around a prediction.</summary>
    internal Estimate Around(double microseconds) => new(microseconds, microseconds * Low, microseconds * High);

    /// <summary>Microseconds by the polynomial alone.</summary>
    public double PolynomialMicroseconds(KernelConfig config) => Polynomial.Predict(Values(config));

    /// <summary>Microseconds by the trees alone.</summary>
    public double TreeMicroseconds(KernelConfig config) => Beyond(Line, config) * Math.Exp(Trees.Predict(KernelFeatures.Splits(config)));

    /// <summary>Variables and special terms in the order of the polynomial.</summary>
    internal static double[] Values(KernelConfig config) => [.. KernelFeatures.Variables(config), .. KernelFeatures.Special(config)];

    /// <summary>The geometric mean of both.</summary>
    internal static double Blend(double polynomial, double trees, double weight) => Math.Exp((Math.Log(polynomial) * (1 - weight)) + (Math.Log(trees) * weight));

    /// <summary>The line for a kernel.</summary>
    internal static double Beyond(double[] line, KernelConfig config)
    {
        double[] terms = LineTerms(config);
        double sum = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            sum += line[i] * terms[i];
        }

        return Math.Max(sum, 1e-3);
    }

    /// <summary>How many terms the line has.</summary>
    internal const int LineTermCount = KernelFeatures.SpecialCount + 1;

    /// <summary>The terms of the line.</summary>
    internal static double[] LineTerms(KernelConfig k) => [1, .. KernelFeatures.Special(k)];
}
