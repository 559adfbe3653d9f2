using System.Globalization;

namespace Lathe.Pipeline.Recipes;

/// <summary>One step: its kind, its settings, and where it stands in the file.</summary>
public sealed record RecipeStep(string Kind, IReadOnlyDictionary<string, string> Settings, int Line)
{
    /// <summary>A setting as text.</summary>
    public string Text(string key, string otherwise) => Settings.TryGetValue(key, out string? value) ? value : otherwise;

    /// <summary>A setting as a whole number.</summary>
    public int Int(string key, int otherwise) => Settings.TryGetValue(key, out string? value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A setting as a number.</summary>
    public double Number(string key, double otherwise) => Settings.TryGetValue(key, out string? value) ? double.Parse(value, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A setting as a switch.</summary>
    public bool Flag(string key, bool otherwise) => Settings.TryGetValue(key, out string? value) ? value == "true" : otherwise;
}
