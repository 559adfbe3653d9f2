namespace Lathe.Compression.Techniques;

/// <summary>Makes a property of an options record a setting of recipes and commands.</summary>
/// <param name="help">What it does, in one sentence, with the unit and the usual range.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string help) : Attribute
{
    /// <summary>What it does.</summary>
    public string Help { get; } = help;

    /// <summary>The smallest number allowed.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>The largest number allowed.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>True when <see cref="Min"/> itself is not allowed.</summary>
    public bool Above { get; init; }

    /// <summary>True when <see cref="Max"/> itself is not allowed.</summary>
    public bool Below { get; init; }

    /// <summary>The texts allowed; any when empty.</summary>
    public string[] OneOf { get; init; } = [];
}
