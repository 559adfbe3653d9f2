using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lathe.Compression.Analysis;

/// <summary>The sensitivities of a network's layers, as a file and as what pruning and bit widths ask of them.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Accuracy">Its validation accuracy as it is.</param>
/// <param name="Layers">One entry for each layer, kind and setting.</param>
public sealed record LayerSensitivities(string Network, double Accuracy, IReadOnlyList<LayerSensitivity> Layers)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>The largest share of zeros a layer bears with at most this loss of accuracy; 0 when none was tried or none is borne.</summary>
    public double MostSparsity(string layer, double accuracyDrop) =>
        Of(layer, SensitivityKind.Sparsity).OrderBy(s => s.Setting).TakeWhile(s => s.AccuracyDrop <= accuracyDrop).Select(s => s.Setting).LastOrDefault();

    /// <summary>The fewest bits a layer's weights bear with at most this loss of accuracy; null when none of those tried.</summary>
    public int? FewestBits(string layer, double accuracyDrop) =>
        Of(layer, SensitivityKind.WeightBits).OrderByDescending(s => s.Setting).TakeWhile(s => s.AccuracyDrop <= accuracyDrop).Select(s => (int?)s.Setting).LastOrDefault();

    /// <summary>How much the loss rises when the weights of a layer get some bits, between those tried on a line.</summary>
    /// <exception cref="InvalidInputException">The layer was not tried, or none as few or as many bits.</exception>
    public double LossOfBits(string layer, int bits)
    {
        LayerSensitivity[] tried = [.. Of(layer, SensitivityKind.WeightBits).OrderBy(s => s.Setting)];
        int next = Array.FindIndex(tried, s => s.Setting >= bits);
        if (next < 0 || (next == 0 && tried[0].Setting > bits))
        {
            string those = tried.Length == 0 ? "none" : string.Join(", ", tried.Select(s => s.Setting));
            throw new InvalidInputException($"The sensitivities of '{Network}' cannot tell what layer '{layer}' loses at {bits} bits: it was tried at {those}. Analyze it at widths from the fewest to the most bits to choose from.");
        }

        LayerSensitivity above = tried[next], below = tried[Math.Max(0, next - (above.Setting > bits ? 1 : 0))];
        double along = above == below ? 0 : (bits - below.Setting) / (above.Setting - below.Setting);
        return below.LossIncrease + (along * (above.LossIncrease - below.LossIncrease));
    }

    /// <summary>The entries of a layer, by its node or its weight.</summary>
    public IEnumerable<LayerSensitivity> Of(string layer, SensitivityKind kind) => Layers.Where(s => s.Kind == kind && (s.Layer == layer || s.Weight == layer));

    /// <summary>Reads a file of sensitivities.</summary>
    /// <exception cref="InvalidInputException">It cannot be read.</exception>
    public static LayerSensitivities Load(string path)
    {
        try
        {
            return FromJson(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The sensitivities '{path}' cannot be read: {error.Message} Make them with 'lathe analyze --method sensitivity'.", error);
        }
    }

    /// <summary>As JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidInputException">It is something else.</exception>
    public static LayerSensitivities FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<LayerSensitivities>(json, s_json) is { Layers: not null } read ? read : throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"This is no table of sensitivities: {error.Message} Make one with 'lathe analyze --method sensitivity'.", error);
        }
    }
}
