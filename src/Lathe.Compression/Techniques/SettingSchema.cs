using System.Reflection;

namespace Lathe.Compression.Techniques;

/// <summary>The settings of an options record: its properties with a <see cref="SettingAttribute"/>.</summary>
public sealed class SettingSchema
{
    private readonly Type _type;

    private SettingSchema(Type type)
    {
        _type = type;
        All = [.. type.GetProperties().Select(p => (Property: p, Rule: p.GetCustomAttribute<SettingAttribute>())).Where(p => p.Rule is not null).Select(p => new Setting(p.Property, p.Rule!))];
    }

    /// <summary>The settings in the order of the record.</summary>
    public IReadOnlyList<Setting> All { get; }

    /// <summary>Reads a record's settings.</summary>
    public static SettingSchema Of(Type options) => new(options);

    /// <summary>The setting of a name, or null.</summary>
    public Setting? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    /// <summary>Makes options; names the record does not have are left out.</summary>
    /// <exception cref="InvalidInputException">A text cannot be read.</exception>
    public object Bind(IReadOnlyDictionary<string, string> texts)
    {
        object options = Activator.CreateInstance(_type)!;
        foreach (Setting setting in All)
        {
            if (texts.TryGetValue(setting.Name, out string? text))
            {
                setting.Set(options, text);
            }
        }

        return options;
    }

    /// <summary>The values a record has where nothing is set.</summary>
    public object? DefaultOf(Setting setting) => setting.Default(Activator.CreateInstance(_type)!);
}
