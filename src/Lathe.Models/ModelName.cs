using System.Globalization;
using Lathe.Graph;

namespace Lathe.Models;

/// <summary>
/// A zoo network with settings after its name: <c>mobilenetv2?width=0.3&amp;input=3x64x64&amp;classes=2</c>. Settings are <c>width</c>, <c>depth</c>,
/// <c>classes</c>, <c>input</c> and <c>vocabulary</c>; those not given are the network's published ones.
/// </summary>
public static class ModelName
{
    private const int MostClasses = 100_000, MostSide = 4096;
    private const double MostFactor = 16;
    private static readonly string[] s_settings = ["width", "depth", "classes", "input", "vocabulary"];

    /// <summary>True when a text begins with the name of a zoo network.</summary>
    public static bool IsZoo(string text) => ModelZoo.Knows(text.Split('?', 2)[0]);

    /// <summary>Builds the network.</summary>
    /// <exception cref="InvalidInputException">The network or a setting is unknown, or a setting cannot be.</exception>
    public static ModelGraph Create(string text)
    {
        string[] parts = text.Split('?', 2);
        ModelOptions options = ModelZoo.Published(parts[0]);
        foreach (string setting in parts.Length > 1 ? parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            string[] pair = setting.Split('=', 2);
            string value = pair.Length > 1 ? pair[1] : "";
            options = pair[0] switch
            {
                "width" => options with { Width = Factor(text, pair[0], value) },
                "depth" => options with { Depth = Factor(text, pair[0], value) },
                "classes" => options with { Classes = Whole(text, pair[0], value, MostClasses) },
                "vocabulary" => options with { Vocabulary = Whole(text, pair[0], value, MostClasses) },
                "input" => options with { Input = [.. value.Split('x').Select(s => Whole(text, pair[0], s, MostSide))] },
                _ => throw new InvalidInputException($"'{text}': networks have no setting '{pair[0]}'. Known are {string.Join(", ", s_settings)}."),
            };
        }

        return ModelZoo.Create(parts[0], options);
    }

    private static double Factor(string text, string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double factor) && factor is > 0 and <= MostFactor ? factor
        : throw new InvalidInputException($"'{text}': {name} is '{value}'. It is a factor above 0 and at most {MostFactor}.");

    private static int Whole(string text, string name, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= most ? number
        : throw new InvalidInputException($"'{text}': {name} is '{value}'. It is a whole number from 1 to {most}{(name == "input" ? " for each size, such as 3x96x96" : "")}.");
}
