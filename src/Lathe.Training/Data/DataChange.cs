using System.Globalization;
using Lathe.Training.Data.Detection;
using Lathe.Training.Data.Series;

namespace Lathe.Training.Data;

/// <summary>
/// What settings after the <c>?</c> of a set's name make of any set: <c>ucr-basicmotions?window=50&amp;hop=5&amp;normal=Walking,Standing</c>. Windows are cut
/// first.
/// </summary>
internal sealed record DataChange(int? Window, int? Hop, string[] Normal)
{
    private static readonly string[] s_settings = ["window", "hop", "normal"];

    /// <summary>Takes these settings out of a text, and leaves the others in it.</summary>
    /// <exception cref="InvalidInputException">A number is none.</exception>
    public static (string Name, DataChange Change) Take(string text)
    {
        string[] parts = text.Split('?', 2);
        string[] settings = parts.Length > 1 ? parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries) : [];
        ILookup<bool, string> own = settings.ToLookup(s => s_settings.Contains(s.Split('=', 2)[0]));
        Dictionary<string, string> mine = own[true].Select(s => s.Split('=', 2)).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last().ElementAtOrDefault(1) ?? "");
        string rest = string.Join('&', own[false]);
        var change = new DataChange(Number(text, mine, "window"), Number(text, mine, "hop"), mine.TryGetValue("normal", out string? normal) ? normal.Split(',', StringSplitOptions.RemoveEmptyEntries) : []);
        return (rest.Length > 0 ? $"{parts[0]}?{rest}" : parts[0], change);
    }

    /// <summary>The set with the changes made.</summary>
    public Dataset Apply(Dataset data)
    {
        Dataset cut = Window is { } window ? SeriesWindows.Of(data, window, Hop ?? window) : data;
        return Normal.Length > 0 ? AnomalyDetection.Of(cut, Normal) : cut;
    }

    private static int? Number(string text, Dictionary<string, string> settings, string name) => !settings.TryGetValue(name, out string? value) ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw new InvalidInputException($"'{text}': {name} is '{value}', not a whole number.");
}
