using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Lathe.Pipeline.Recipes;

/// <summary>Recipes of a single step, checked like any other.</summary>
public static partial class OneStepRecipe
{
    /// <summary>The steps that make sense alone.</summary>
    public static IEnumerable<string> Steps => RecipeSchema.Kinds.Except(["deploy", "evaluate"]);

    /// <summary>The settings a step has.</summary>
    public static IEnumerable<string> Settings(string kind) => RecipeSchema.Settings(kind);

    /// <summary>Makes a recipe.</summary>
    /// <param name="kind">train, prune, distill or quantize.</param>
    /// <param name="model">A zoo name, an ONNX file, or the folder of an earlier run.</param>
    /// <param name="data">A known data set.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="settings">The step's settings.</param>
    /// <exception cref="InvalidInputException">The message lists every setting that is wrong.</exception>
    public static Recipe Make(string kind, string model, string data, long seed, IReadOnlyDictionary<string, string> settings)
    {
        var step = new YamlMappingNode();
        foreach ((string name, string value) in settings)
        {
            step.Add(name, value);
        }

        var root = new YamlMappingNode
        {
            { "model", model }, { "data", data }, { "seed", seed.ToString(CultureInfo.InvariantCulture) }, { "steps", new YamlSequenceNode(new YamlMappingNode { { kind, step } }) },
        };
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        try
        {
            return RecipeReader.Parse(text.ToString(), kind);
        }
        catch (InvalidInputException error)
        {
            // Nobody wrote a file, so line numbers would only confuse.
            throw new InvalidInputException(Lines().Replace(error.Message, "").Replace($"{kind} is not a valid recipe", $"{kind} cannot run like this", StringComparison.Ordinal), error);
        }
    }

    [GeneratedRegex(@"line \d+: ")]
    private static partial Regex Lines();
}
