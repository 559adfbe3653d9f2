namespace Lathe.Hardware.Energy;

/// <summary>Grams of CO2 equivalent that a kilowatt-hour of electricity costs somewhere.</summary>
/// <param name="Place">Three-letter code of the country, or the kind of source.</param>
/// <param name="GramsPerKilowattHour">The intensity.</param>
/// <param name="Year">The year it holds for, or null for a kind of source.</param>
/// <param name="Source">Where it was read.</param>
public sealed record CarbonIntensity(string Place, double GramsPerKilowattHour, int? Year, string Source)
{
    private const double JoulesPerKilowattHour = 3.6e6;

    /// <summary>Grams that an energy costs.</summary>
    public double Grams(double joules) => joules / JoulesPerKilowattHour * GramsPerKilowattHour;
}
