using System.Text.Json;
using System.Text.Json.Serialization;
using Lathe.Graph.Storage;
using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Regression;

namespace Lathe.Hardware.Learned;

/// <summary>Stores a latency model as JSON. What is read may come from anybody: sizes are limited, and every list is checked before it is used.</summary>
public static class LatencyModelFile
{
    private const long LargestFile = 64L << 20;
    private const int MostFamilies = 256, MostTrees = 4096, MostNodes = 8192, MostTerms = 4096, MostPower = 8, MostText = 1000;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 16,
    };

    /// <summary>Writes a model; a file that is there is replaced at once or not at all.</summary>
    public static void Write(LatencyModel model, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, model, s_json));
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidInputException">The file is missing, too large, not a model, or damaged.</exception>
    public static LatencyModel Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > LargestFile)
        {
            throw new InvalidInputException(file.Exists ? $"The latency model '{path}' has {file.Length} bytes, more than the {LargestFile} a model may have." : $"There is no latency model '{path}'. Make one with fit-latency.");
        }

        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a model from memory.</summary>
    /// <exception cref="InvalidInputException">It is not a model, or damaged.</exception>
    public static LatencyModel Parse(ReadOnlySpan<byte> json, string name)
    {
        LatencyModel? model;
        try
        {
            model = JsonSerializer.Deserialize<LatencyModel>(json, s_json);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new InvalidInputException($"'{name}' is not a latency model: {error.Message} Make one with fit-latency.", error);
        }

        string[] problems = model is null ? ["it is empty"] : [.. Problems(model).Take(10)];
        return problems.Length == 0 ? model! : throw new InvalidInputException($"The latency model '{name}' is damaged: {string.Join("; ", problems)}. Make it anew with fit-latency.");
    }

    private static IEnumerable<string> Problems(LatencyModel model)
    {
        if (model.Schema != LatencyModel.CurrentSchema)
        {
            yield return $"its schema is {model.Schema}, this program reads {LatencyModel.CurrentSchema}";
            yield break;
        }

        if (model.Families.Count > MostFamilies || model.Families.Any(f => f is null) || model.Families.Select(f => f.Family).Distinct().Count() != model.Families.Count)
        {
            yield return $"its {model.Families.Count} families are more than {MostFamilies}, or not all different";
            yield break;
        }

        if (model.Setting.Length > MostText || model.Basis.Length > MostText || model.Fallback.Length != KernelRegressor.LineTermCount || !Finite([.. model.Fallback, model.Composition.Call, model.Composition.Node, model.Composition.Scale, model.Composition.Small, model.Composition.Bound, model.Interval.Common, model.Interval.Widening]) || model.Interval.Common < 0 || model.Interval.Widening < 0 || model.Composition.Bound < 0 || model.Errors.Count > MostPower || model.Errors.Any(e => e is null))
        {
            yield return "its composition, its fallback or its texts are not what they must be";
        }

        foreach (string problem in model.Families.SelectMany(f => Family(f).Select(p => $"family '{f.Family[..Math.Min(40, f.Family.Length)]}': {p}")))
        {
            yield return problem;
        }

        if (model.Power is { } power && (power.Basis.Length > MostText || !Good(power.Polynomial, PowerModel.Variables)))
        {
            yield return "its model of power is not what it must be";
        }
    }

    private static IEnumerable<string> Family(KernelRegressor family)
    {
        if (!Good(family.Polynomial, KernelFeatures.VariableCount + KernelFeatures.SpecialCount))
        {
            yield return "the polynomial's terms do not fit its variables";
        }

        if (family.Line.Length != KernelRegressor.LineTermCount || !Finite([.. family.Line, family.TreeWeight, family.Low, family.High, family.Trees.Bias, family.Trees.Rate]) || family.TreeWeight is < 0 or > 1 || family.Low is < 0 or > 1 || family.High < 1)
        {
            yield return "a figure is out of range";
        }

        if (family.Trees.Trees.Count > MostTrees || family.Trees.Trees.Any(t => t is null || !Good(t)))
        {
            yield return "a tree is none";
        }
    }

    private static bool Good(SparsePolynomial p, int values) =>
        p.Scales.Length == values && p.Exponents.Length <= MostTerms && p.Exponents.Length == p.Coefficients.Length && p.Exponents.All(e => e is not null && e.Length == values && e.All(x => x is >= -1 and <= 8))
        && Finite([.. p.Scales, .. p.Coefficients, p.Floor]) && p.Floor > 0;

    // Children stand behind their parent, so that no walk goes round in circles.
    private static bool Good(RegressionTree t)
    {
        int nodes = t.Features.Length;
        return nodes is > 0 and <= MostNodes && t.Thresholds.Length == nodes && t.Children.Length == nodes && t.Values.Length == nodes && Finite(t.Values) && Finite(t.Thresholds)
            && Enumerable.Range(0, nodes).All(i => t.Features[i] == -1 || (t.Features[i] is >= 0 and < KernelFeatures.TreeCount && t.Children[i] > i && t.Children[i] < nodes - 1));
    }

    private static bool Finite(double[] values) => values.All(double.IsFinite);
}
