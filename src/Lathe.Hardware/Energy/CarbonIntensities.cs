namespace Lathe.Hardware.Energy;

/// <summary>Carbon intensities as CodeCarbon publishes them.</summary>
public static class CarbonIntensities
{
    private const string Mix = "CodeCarbon, global_energy_mix.json", Fuels = "CodeCarbon, carbon intensity by source";
    private const int Year = 2023;

    /// <summary>The average of the world.</summary>
    public static CarbonIntensity World { get; } = new("world", 475, null, Fuels);

    /// <summary>Countries.</summary>
    public static IReadOnlyList<CarbonIntensity> Countries { get; } =
    [
        new("CHN", 582.317, Year, Mix), new("DEU", 380.95, Year, Mix), new("FRA", 56.039, Year, Mix), new("IND", 713.441, Year, Mix),
        new("NOR", 30.08, Year, Mix), new("POL", 661.926, Year, Mix), new("SWE", 40.695, Year, Mix), new("USA", 369.473, Year, Mix),
    ];

    /// <summary>Kinds of source.</summary>
    public static IReadOnlyList<CarbonIntensity> Sources { get; } =
    [
        new("coal", 995, null, Fuels), new("petroleum", 816, null, Fuels), new("natural gas", 743, null, Fuels), new("fossil", 635, null, Fuels),
        new("geothermal", 38, null, Fuels), new("hydro", 26, null, Fuels), new("nuclear", 29, null, Fuels), new("solar", 48, null, Fuels), new("wind", 26, null, Fuels),
    ];

    /// <summary>A country by its three letters, a kind of source by its name, or <c>world</c>.</summary>
    /// <exception cref="InvalidInputException">Nothing is known of it.</exception>
    public static CarbonIntensity Of(string place) => Countries.Concat(Sources).Append(World).FirstOrDefault(i => i.Place.Equals(place, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidInputException($"No carbon intensity is known for '{place}'. Known: {string.Join(", ", Countries.Concat(Sources).Append(World).Select(i => i.Place))}.");
}
