using System.Globalization;
using System.Reflection;

namespace Lathe.Compression.Techniques;

/// <summary>One setting: its name in recipes, what it does, and which texts it takes.</summary>
public sealed class Setting
{
    private readonly PropertyInfo _property;
    private readonly SettingAttribute _rule;
    private readonly Type _type;

    internal Setting(PropertyInfo property, SettingAttribute rule)
    {
        (_property, _rule) = (property, rule);
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Name = Kebab.Of(property.Name);
    }

    /// <summary>The name in kebab case.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public string Help => _rule.Help;

    /// <summary>The texts it takes, in words.</summary>
    public string Expected => _type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(_type).Select(Kebab.Of))
        : _type == typeof(bool) ? "true or false"
        : _type == typeof(string) || _type == typeof(string[]) ? _rule.OneOf.Length > 0 ? "one of " + string.Join(", ", _rule.OneOf) : "a text"
        : (_type == typeof(int) || _type == typeof(long) ? "a whole number" : "a number") + Range();

    /// <summary>The default of an options record.</summary>
    internal object? Default(object options) => _property.GetValue(options);

    /// <summary>Null for a text it takes; else what was expected.</summary>
    public string? Check(string text) => TryRead(text, out _) ? null : Expected;

    /// <summary>Sets it.</summary>
    internal void Set(object options, string text)
    {
        if (!TryRead(text, out object? value))
        {
            throw new InvalidInputException($"{Name} is '{text}'; expected {Expected}.");
        }

        _property.SetValue(options, value);
    }

    private bool TryRead(string text, out object? value)
    {
        value = Read(text.Trim());
        return value switch
        {
            null => false,
            int or long or float or double => InRange(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            string word => _rule.OneOf.Length == 0 || _rule.OneOf.Contains(word),
            _ => true,
        };
    }

    private object? Read(string text)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return _type.IsEnum ? Enum.GetNames(_type).FirstOrDefault(n => Kebab.Of(n) == text) is { } name ? Enum.Parse(_type, name) : null
            : _type == typeof(bool) ? text is "true" or "false" ? text == "true" : null
            : _type == typeof(int) ? int.TryParse(text, NumberStyles.Integer, culture, out int whole) ? whole : null
            : _type == typeof(long) ? long.TryParse(text, NumberStyles.Integer, culture, out long large) ? large : null
            : _type == typeof(float) ? float.TryParse(text, NumberStyles.Float, culture, out float single) && float.IsFinite(single) ? single : null
            : _type == typeof(double) ? double.TryParse(text, NumberStyles.Float, culture, out double number) && double.IsFinite(number) ? number : null
            : _type == typeof(string[]) ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : text;
    }

    private bool InRange(double value) => (_rule.Above ? value > _rule.Min : value >= _rule.Min) && (_rule.Below ? value < _rule.Max : value <= _rule.Max);

    private string Range()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string low = double.IsFinite(_rule.Min) ? $" {(_rule.Above ? "above" : "of at least")} {_rule.Min.ToString(culture)}" : "", high = double.IsFinite(_rule.Max) ? $" {(_rule.Below ? "below" : "of at most")} {_rule.Max.ToString(culture)}" : "";
        return low.Length > 0 && high.Length > 0 ? $"{low} and{high}" : low + high;
    }
}
