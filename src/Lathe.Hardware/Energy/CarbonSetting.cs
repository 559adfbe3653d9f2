namespace Lathe.Hardware.Energy;

/// <summary>Whose electricity counts when nothing else says it.</summary>
public static class CarbonSetting
{
    /// <summary>The variable that names a country by its three letters.</summary>
    public const string Variable = "LATHE_COUNTRY";

    /// <summary>The intensity of a place; of the variable's where none is given, and of the world where that is not set either.</summary>
    /// <exception cref="InvalidInputException">Nothing is known of the place.</exception>
    public static CarbonIntensity Of(string? place)
    {
        string? country = place ?? Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrWhiteSpace(country) ? CarbonIntensities.World : CarbonIntensities.Of(country);
    }
}
