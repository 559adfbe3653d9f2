using System.Globalization;
using Lathe.Hardware.Energy;
using Lathe.Pipeline.Targets;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Lathe.Pipeline.Recipes;

/// <summary>Reads recipes; everything that is wrong is reported together, with line numbers.</summary>
public sealed class RecipeReader
{
    private static readonly string[] s_keys = ["model", "data", "width", "seed", "limit", "country", "target", "steps", "locked"];
    private static readonly string[] s_targets = ["device", "latency", "energy", "ram", "flash", "size", "macs", "carbon", "accuracy", "accuracy-drop"];
    private readonly List<string> _problems = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">It is missing, or says what a recipe cannot say.</exception>
    public static Recipe Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidInputException($"There is no recipe '{path}'.");
        }

        return Parse(File.ReadAllText(path), Path.GetFileName(path));
    }

    /// <summary>Reads a text.</summary>
    public static Recipe Parse(string text, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            throw new InvalidInputException($"{name}, line {error.Start.Line}: not YAML: {error.Message}", error);
        }

        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new InvalidInputException($"{name}: a recipe is one YAML mapping with model, data and steps.");
        }

        var reader = new RecipeReader();
        Recipe recipe = reader.Read(root);
        reader._problems.AddRange(RecipeRules.Check(recipe).Select(p => $"line {p.Line}: {p.Problem}"));
        return reader._problems.Count == 0 ? recipe : throw new InvalidInputException($"{name} is not a valid recipe:\n  " + string.Join("\n  ", reader._problems));
    }

    private Recipe Read(YamlMappingNode root)
    {
        CheckKeys(root, s_keys, "a recipe");
        var steps = new List<RecipeStep>();
        if (Child(root, "steps") is YamlSequenceNode { Children.Count: > 0 } list)
        {
            steps.AddRange(list.Select(Step).OfType<RecipeStep>());
        }
        else
        {
            Problem(root, "it has no list of steps");
        }

        return new Recipe
        {
            Model = Required(root, "model"),
            Data = Required(root, "data"),
            Width = Number(root, "width") ?? 1,
            Seed = (long)(Number(root, "seed") ?? 0),
            Limit = Number(root, "limit") is { } limit ? (int)Math.Clamp(limit, 1, int.MaxValue) : null,
            Country = Country(root),
            Target = Child(root, "target") is YamlMappingNode target ? Target(target) : new RecipeTarget(),
            Steps = steps,
            Locked = Child(root, "locked") is YamlMappingNode locked ? Locked(locked) : null,
        };
    }

    private RecipeTarget Target(YamlMappingNode node)
    {
        CheckKeys(node, s_targets, "target");
        string? device = Scalar(node, "device");
        if (device is not null && TargetDevices.Problem(device) is { } problem)
        {
            Problem(node, problem);
        }

        return new RecipeTarget
        {
            Device = device,
            Energy = Limit(node, "energy"),
            Ram = Limit(node, "ram"),
            Flash = Limit(node, "flash"),
            Carbon = Limit(node, "carbon"),
            Latency = Limit(node, "latency"),
            Size = Limit(node, "size"),
            Macs = Limit(node, "macs"),
            AccuracyPercent = Percent(node, "accuracy"),
            AccuracyDropPoints = Percent(node, "accuracy-drop"),
        };
    }

    private string? Country(YamlMappingNode root)
    {
        string? place = Scalar(root, "country");
        try
        {
            return place is null ? null : CarbonIntensities.Of(place).Place;
        }
        catch (InvalidInputException error)
        {
            Problem(root, error.Message);
            return null;
        }
    }

    private RecipeLock Locked(YamlMappingNode node) => new()
    {
        Version = Required(node, "version"),
        Backend = Required(node, "backend"),
        Threads = (int)(Number(node, "threads") ?? 0),
        Quick = Scalar(node, "quick") == "true",
        Decisions = Child(node, "decisions") is YamlMappingNode decisions ? decisions.Children.ToDictionary(d => ((YamlScalarNode)d.Key).Value ?? "", d => (d.Value as YamlScalarNode)?.Value ?? "") : new Dictionary<string, string>(),
    };

    private RecipeStep? Step(YamlNode node)
    {
        if (node is not YamlMappingNode { Children.Count: 1 } mapping || mapping.Children.First() is not { Key: YamlScalarNode { Value: { } kind } } entry)
        {
            Problem(node, "a step is one name with its settings, such as - train: { epochs: 5 }");
            return null;
        }

        string? method = entry.Value is YamlMappingNode chosen ? Scalar(chosen, RecipeSchema.Method) : null;
        if (RecipeSchema.Of(kind, method) is not { } schema)
        {
            Problem(node, $"there is no step '{kind}'; known are {string.Join(", ", RecipeSchema.Kinds)}");
            return null;
        }

        var settings = new Dictionary<string, string>();
        foreach ((YamlNode key, YamlNode value) in Settings(entry.Value))
        {
            string name = (key as YamlScalarNode)?.Value ?? "", text = value is YamlSequenceNode list ? string.Join(',', list.Select(v => (v as YamlScalarNode)?.Value)) : (value as YamlScalarNode)?.Value ?? "";
            if (!schema.TryGetValue(name, out Func<string, string?>? check))
            {
                Problem(key, $"step {kind}{(method is null ? "" : $" with method {method}")} has no setting '{name}'" + (schema.Count > 0 ? $"; it has {string.Join(", ", schema.Keys)}" : ""));
            }
            else if (check(text) is { } expected)
            {
                Problem(value, $"{kind}.{name} is '{text}'; expected {expected}");
            }
            else
            {
                settings[name] = text;
            }
        }

        return new RecipeStep(kind, settings, (int)node.Start.Line);
    }

    // A list, as deploy has it, is the value of one setting.
    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Settings(YamlNode node) => node switch
    {
        YamlMappingNode mapping => mapping.Children,
        YamlSequenceNode list => [KeyValuePair.Create<YamlNode, YamlNode>(new YamlScalarNode(RecipeSchema.Formats), list)],
        _ => [],
    };

    private TargetLimit? Limit(YamlMappingNode node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (TargetLimit.TryParse(text, key) is not { } limit)
        {
            Problem(node, $"{key} is '{text}'; expected a number above 0 and a unit: {string.Join(", ", TargetLimit.Units[key].Select(u => u.Unit))}, or % of the baseline");
            return null;
        }

        return limit;
    }

    private double? Percent(YamlMappingNode node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (TargetLimit.TryParse(text, key) is not { OfBaseline: true } limit)
        {
            Problem(node, $"{key} is '{text}'; expected a number above 0 and %");
            return null;
        }

        return limit.Amount;
    }

    private double? Number(YamlMappingNode node, string key)
    {
        if (Scalar(node, key) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0)
        {
            return value;
        }

        Problem(node, $"{key} is '{text}'; expected a number");
        return null;
    }

    private string Required(YamlMappingNode node, string key)
    {
        if (Scalar(node, key) is { Length: > 0 } text)
        {
            return text;
        }

        Problem(node, $"it lacks '{key}'");
        return "";
    }

    private void CheckKeys(YamlMappingNode node, string[] known, string where)
    {
        foreach (YamlNode key in node.Children.Keys.Where(k => !known.Contains((k as YamlScalarNode)?.Value)))
        {
            Problem(key, $"{where} has no key '{key}'; it has {string.Join(", ", known)}");
        }
    }

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    private static string? Scalar(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;

    private void Problem(YamlNode node, string text) => _problems.Add($"line {node.Start.Line}: {text}");
}
