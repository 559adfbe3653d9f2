using System.Text.Json;

namespace Lathe.Hardware.Devices;

/// <summary>Reads a device file and checks it against the schema; every problem is reported, not the first.</summary>
internal sealed class DeviceReader
{
    private static readonly string[] s_keys = ["schema", "name", "title", "kind", "backend", "core", "cores", "clockHertz", "peaks", "memory", "tiles", "array", "tdpWatts", "launchSeconds", "efficiency", "supports", "sources"];
    private static readonly Figure s_missing = new(1, "", FigureTag.Presumed);

    // Beyond any array that was ever built.
    private const int LargestSide = 4096;

    private readonly List<string> _problems = [];
    private readonly Dictionary<string, string> _sources = [];

    /// <summary>Reads one device.</summary>
    /// <exception cref="InvalidInputException">The file is not JSON, or breaks the schema; the message lists every place.</exception>
    public static DeviceProfile Read(ReadOnlyMemory<byte> json, string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
            var reader = new DeviceReader();
            DeviceProfile profile = reader.Profile(new JsonNodeView(document.RootElement, "", reader._problems));
            return reader._problems.Count == 0 ? profile : throw new InvalidInputException($"Device file '{file}' breaks the schema in {reader._problems.Count} place{(reader._problems.Count == 1 ? "" : "s")}:\n  - {string.Join("\n  - ", reader._problems)}\nSee docs/hardware/devices.md for every key.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"Device file '{file}' is not JSON: {error.Message}", error);
        }
    }

    private DeviceProfile Profile(JsonNodeView root)
    {
        root.OnlyKeys(s_keys);
        if (root.Number("schema") is not 1)
        {
            root.Problem("schema", "must be 1, the version this program reads");
        }

        foreach ((string key, JsonNodeView text) in root.Object("sources").Members())
        {
            _sources[key] = text.Text();
        }

        JsonNodeView supports = root.Object("supports"), efficiency = root.Object("efficiency");
        var profile = new DeviceProfile
        {
            Name = root.Text("name"),
            Title = root.Text("title"),
            Kind = root.OneOf<DeviceKind>("kind"),
            Backend = root.Text("backend"),
            Core = root.Has("core") ? root.Text("core") : null,
            Cores = Positive(root.Object("cores")),
            Clock = Positive(root.Object("clockHertz")),
            Peaks = [.. root.List("peaks").Select(Peak)],
            Memory = [.. root.List("memory").Select(Level)],
            Tiles = [.. root.List("tiles").Select(Tile)],
            Array = root.Has("array") ? Array(root.Object("array")) : null,
            Tdp = root.Has("tdpWatts") ? Positive(root.Object("tdpWatts")) : null,
            Launch = Value(root.Object("launchSeconds"), 0),
            Efficiency = new PercentOfPeak(Share(efficiency.Object("compute")), Share(efficiency.Object("memory"))),
            Types = Types(supports),
            Operators = [.. supports.List("operators").Select(o => o.Text())],
        };
        CheckWhole(root, profile);
        return profile;
    }

    private static void CheckWhole(JsonNodeView root, DeviceProfile profile)
    {
        if (profile.Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            root.Problem("name", $"'{profile.Name}' may hold small letters, digits and '-' only");
        }

        if (profile.Peaks.Count == 0)
        {
            root.Problem("peaks", "needs at least one rate");
        }

        if (profile.Memory.Count(m => m.HoldsWeights && m.Bandwidth is not null) != 1)
        {
            root.Problem("memory", "needs exactly one level with \"holdsWeights\": true and a bandwidth");
        }

        if (profile.Memory.Count(m => m.HoldsActivations && m.Bandwidth is not null) != 1)
        {
            root.Problem("memory", "needs exactly one level with \"holdsActivations\": true and a bandwidth");
        }

        if (!Analytic.FusionRules.Names.Contains(profile.Backend))
        {
            root.Problem("backend", $"'{profile.Backend}' is none of {string.Join(", ", Analytic.FusionRules.Names)}");
        }
    }

    private PeakRate Peak(JsonNodeView node)
    {
        node.OnlyKeys("type", "operations", "sparse", "engine", "source", "tag");
        return new PeakRate(node.OneOf<Precision>("type"), Sourced(node, "operations"), node.Flag("sparse"), node.OneOf<ComputeEngine>("engine"));
    }

    private MemoryLevel Level(JsonNodeView node)
    {
        node.OnlyKeys("name", "bytes", "bandwidth", "picojoulesPerByte", "holdsWeights", "holdsActivations");
        return new MemoryLevel(node.Text("name"), Positive(node.Object("bytes")), Optional(node, "bandwidth"), Optional(node, "picojoulesPerByte"), node.Flag("holdsWeights"), node.Flag("holdsActivations"));
    }

    private NativeTile Tile(JsonNodeView node)
    {
        node.OnlyKeys("types", "engine", "rows", "columns", "depth", "source", "tag");
        Figure rows = Sourced(node, "rows");
        return new NativeTile(Types(node), node.OneOf<ComputeEngine>("engine"), (int)rows.Value, (int)Sourced(node, "columns").Value, (int)Sourced(node, "depth").Value, rows.Source, rows.Tag);
    }

    private ProcessingArray Array(JsonNodeView node)
    {
        node.OnlyKeys("rows", "columns", "registerBytes", "sumBytes", "registerPicojoulesPerByte", "hopPicojoulesPerByte", "doubled", "source", "tag");
        Figure rows = Sourced(node, "rows"), columns = Sourced(node, "columns");
        foreach ((string key, Figure side) in new[] { ("rows", rows), ("columns", columns) })
        {
            if (side.Value is < 1 or > LargestSide || side.Value != Math.Floor(side.Value))
            {
                node.Problem(key, $"is {side.Value}, it must be a whole number from 1 to {LargestSide}");
            }
        }

        return new ProcessingArray((int)Math.Clamp(rows.Value, 1, LargestSide), (int)Math.Clamp(columns.Value, 1, LargestSide), Sourced(node, "registerBytes").Value, Sourced(node, "sumBytes").Value, Sourced(node, "registerPicojoulesPerByte", 0).Value, Sourced(node, "hopPicojoulesPerByte", 0).Value, node.Flag("doubled"), rows.Source, rows.Tag);
    }

    private static Precision[] Types(JsonNodeView node)
    {
        IReadOnlyList<JsonNodeView> names = node.List("types");
        Precision[] types = new Precision[names.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = names[i].OneOf<Precision>();
        }

        return types;
    }

    private Figure? Optional(JsonNodeView node, string key) => node.Has(key) ? Positive(node.Object(key)) : null;

    private Figure Positive(JsonNodeView node) => Value(node, double.Epsilon);

    private Figure Share(JsonNodeView node)
    {
        Figure share = Positive(node);
        if (share.Value > 1)
        {
            node.Problem("value", $"is {share.Value}, a share may not exceed 1");
        }

        return share;
    }

    private Figure Value(JsonNodeView node, double least)
    {
        if (!node.Exists)
        {
            return s_missing;
        }

        node.OnlyKeys("value", "source", "tag");
        return Sourced(node, "value", least);
    }

    private Figure Sourced(JsonNodeView node, string key, double least = double.Epsilon)
    {
        double value = node.Number(key);
        if (value < least)
        {
            node.Problem(key, $"is {value}, it must be {(least > 0 ? "more than" : "at least")} 0");
        }

        string source = node.Text("source");
        if (source.Length > 0 && !_sources.ContainsKey(source))
        {
            node.Problem("source", $"'{source}' is not listed under \"sources\"");
        }

        return new Figure(value, _sources.GetValueOrDefault(source, source), Tag(node));
    }

    private static FigureTag Tag(JsonNodeView node)
    {
        string tag = node.Text("tag");
        if (tag is not ("V" or "C" or "P" or "M" or ""))
        {
            node.Problem("tag", $"'{tag}' is none of V (read at the source), C (computed), P (presumed), M (measured)");
        }

        return tag switch { "V" => FigureTag.Verified, "C" => FigureTag.Computed, "M" => FigureTag.Measured, _ => FigureTag.Presumed };
    }
}
