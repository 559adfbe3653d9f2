using System.Text.Json;

namespace Lathe.Hardware.Devices;

/// <summary>
/// A place in a JSON document that notes what is wrong there and goes on. A class, and no sequences of structs: what the runtime has compiled for
/// references need not be compiled at the start of every call.
/// </summary>
internal sealed class JsonNodeView(JsonElement element, string path, List<string> problems)
{
    private readonly JsonElement _element = element;
    private readonly string _path = path;
    private readonly List<string> _problems = problems;

    public bool Exists => _element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool Has(string key) => _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out _);

    public void Problem(string key, string what) => _problems.Add($"{Join(key)}: {what}.");

    public void OnlyKeys(params ReadOnlySpan<string> allowed)
    {
        if (_element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty member in _element.EnumerateObject())
        {
            if (!allowed.Contains(member.Name))
            {
                Problem(member.Name, $"is not a key of this place; the keys are {string.Join(", ", allowed.ToArray())}");
            }
        }
    }

    public JsonNodeView Object(string key) => Child(key, JsonValueKind.Object, "an object");

    public IReadOnlyList<JsonNodeView> List(string key)
    {
        JsonNodeView list = Child(key, JsonValueKind.Array, "a list");
        var items = new List<JsonNodeView>();
        if (list.Exists)
        {
            foreach (JsonElement item in list._element.EnumerateArray())
            {
                items.Add(new JsonNodeView(item, $"{list._path}[{items.Count}]", list._problems));
            }
        }

        return items;
    }

    public IReadOnlyDictionary<string, JsonNodeView> Members()
    {
        var members = new Dictionary<string, JsonNodeView>();
        if (Exists)
        {
            foreach (JsonProperty member in _element.EnumerateObject())
            {
                members[member.Name] = new JsonNodeView(member.Value, Join(member.Name), _problems);
            }
        }

        return members;
    }

    public string Text(string key) => Child(key, JsonValueKind.String, "a text").Text();

    public string Text()
    {
        string text = _element.ValueKind == JsonValueKind.String ? _element.GetString()! : "";
        if (Exists && text.Length == 0)
        {
            _problems.Add($"{_path}: must be a text with something in it.");
        }

        return text;
    }

    public double Number(string key)
    {
        JsonNodeView child = Child(key, JsonValueKind.Number, "a number");
        return child.Exists ? child._element.GetDouble() : 1;
    }

    public bool Flag(string key)
    {
        if (!Has(key))
        {
            return false;
        }

        JsonElement value = _element.GetProperty(key);
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Problem(key, "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public T OneOf<T>(string key)
        where T : struct, Enum => Child(key, JsonValueKind.String, "a text").OneOf<T>();

    public T OneOf<T>()
        where T : struct, Enum
    {
        string text = Text();
        object? value = Enum.TryParse(typeof(T), text, ignoreCase: true, out object? parsed) && Enum.IsDefined(typeof(T), parsed) ? parsed : null;
        if (text.Length > 0 && value is null)
        {
            _problems.Add($"{_path}: '{text}' is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
        }

        return value is null ? default : (T)value;
    }

    private JsonNodeView Child(string key, JsonValueKind kind, string what)
    {
        if (_element.ValueKind != JsonValueKind.Object || !_element.TryGetProperty(key, out JsonElement value))
        {
            if (Exists)
            {
                Problem(key, $"is missing; it must be {what}");
            }

            return new JsonNodeView(default, Join(key), _problems);
        }

        if (value.ValueKind != kind)
        {
            Problem(key, $"is {value.ValueKind.ToString().ToLowerInvariant()}, it must be {what}");
            return new JsonNodeView(default, Join(key), _problems);
        }

        return new JsonNodeView(value, Join(key), _problems);
    }

    private string Join(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
