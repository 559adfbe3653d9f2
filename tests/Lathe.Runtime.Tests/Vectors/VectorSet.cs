using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Lathe.Tests;

namespace Lathe.Runtime.Tests.Vectors;

/// <summary>One set of the published vectors: constants and arrays by name, without the set's own name before them.</summary>
internal sealed class VectorSet
{
    private static readonly Lazy<ImmutableSortedDictionary<string, VectorSet>> s_all = new(Load);
    private readonly Dictionary<string, string> _constants = [];
    private readonly Dictionary<string, long[]> _arrays = [];

    private VectorSet(string name, JsonElement data)
    {
        Name = name;
        foreach (JsonProperty constant in data.GetProperty("defines").EnumerateObject())
        {
            _constants[Short(constant.Name)] = constant.Value.GetString()!;
        }

        foreach (JsonProperty array in data.GetProperty("arrays").EnumerateObject())
        {
            _arrays[Short(array.Name)] = [.. array.Value.GetProperty("data").EnumerateArray().Select(v => v.GetInt64())];
        }

        foreach ((string key, int value) in PublishedConstants.Of(name))
        {
            _constants[key] = value.ToString(CultureInfo.InvariantCulture);
        }
    }

    public static string? Path { get; } = TestData.Folder is { } folder ? System.IO.Path.Combine(folder, "golden", "cmsis-nn-vectors.json.gz") : null;

    public static ImmutableSortedDictionary<string, VectorSet> All => s_all.Value;

    public string Name { get; }

    public int this[string constant] => int.Parse(_constants[constant], CultureInfo.InvariantCulture);

    public bool Has(string constant) => _constants.ContainsKey(constant);

    public bool Flag(string constant) => _constants[constant] == "true";

    /// <summary>The first of the arrays that is there; an absent bias is an empty array.</summary>
    public long[] Array(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_arrays.TryGetValue(name, out long[]? array))
            {
                return array;
            }
        }

        return [];
    }

    private static ImmutableSortedDictionary<string, VectorSet> Load()
    {
        using FileStream file = File.OpenRead(Path!);
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(unzipped);
        return document.RootElement.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => new VectorSet(p.Name, p.Value), StringComparer.Ordinal);
    }

    private string Short(string name) => name.StartsWith(Name + "_", StringComparison.OrdinalIgnoreCase) ? name[(Name.Length + 1)..] : name;
}
