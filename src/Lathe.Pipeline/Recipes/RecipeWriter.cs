using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Lathe.Pipeline.Recipes;

/// <summary>Writes recipes as <see cref="RecipeReader"/> reads them.</summary>
public static class RecipeWriter
{
    /// <summary>The YAML text of a recipe, its locked part included.</summary>
    public static string Write(Recipe recipe)
    {
        var root = new YamlMappingNode { { "model", recipe.Model }, { "data", recipe.Data }, { "width", Text(recipe.Width) }, { "seed", Text(recipe.Seed) } };
        if (recipe.Limit is { } limit)
        {
            root.Add("limit", Text(limit));
        }

        if (recipe.Country is { } country)
        {
            root.Add("country", country);
        }

        Add(root, "target", Target(recipe.Target));
        root.Add("steps", new YamlSequenceNode(recipe.Steps.Select(Step)));
        if (recipe.Locked is { } locked)
        {
            var part = new YamlMappingNode { { "version", locked.Version }, { "backend", locked.Backend }, { "threads", Text(locked.Threads) }, { "quick", locked.Quick ? "true" : "false" } };
            Add(part, "decisions", Mapping(locked.Decisions));
            root.Add("locked", part);
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        return writer.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n...\n", "\n", StringComparison.Ordinal);
    }

    private static YamlMappingNode Target(RecipeTarget target)
    {
        var values = new Dictionary<string, string>();
        if (target.Device is { } device)
        {
            values["device"] = device;
        }

        foreach (string figure in TargetLimit.Units.Keys)
        {
            if (target.Of(figure) is { } limit)
            {
                values[figure] = limit.Text;
            }
        }

        if (target.AccuracyPercent is { } accuracy)
        {
            values["accuracy"] = Text(accuracy) + " %";
        }

        if (target.AccuracyDropPoints is { } drop)
        {
            values["accuracy-drop"] = Text(drop) + " %";
        }

        return Mapping(values);
    }

    private static YamlMappingNode Step(RecipeStep step)
    {
        YamlNode settings;
        if (step.Settings.TryGetValue(RecipeSchema.Formats, out string? formats))
        {
            settings = new YamlSequenceNode(formats.Split(',').Select(f => new YamlScalarNode(f))) { Style = SequenceStyle.Flow };
        }
        else
        {
            YamlMappingNode mapping = Mapping(step.Settings);
            mapping.Style = MappingStyle.Flow;
            settings = mapping;
        }

        return new YamlMappingNode { { step.Kind, settings } };
    }

    private static void Add(YamlMappingNode node, string key, YamlMappingNode child)
    {
        if (child.Children.Count > 0)
        {
            node.Add(key, child);
        }
    }

    private static YamlMappingNode Mapping(IReadOnlyDictionary<string, string> values)
    {
        var node = new YamlMappingNode();
        foreach ((string key, string value) in values)
        {
            node.Add(key, new YamlScalarNode(value) { Style = value.Length == 0 ? ScalarStyle.DoubleQuoted : ScalarStyle.Any });
        }

        return node;
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
