namespace Lathe.Micro;

/// <summary>Constants that several layers share, such as the patches of one layer, are written once.</summary>
internal sealed class ConstantPool
{
    private readonly Dictionary<object, string> _names = [];

    /// <summary>The name under which a layer finds its constants, and their text where they are not written yet.</summary>
    /// <param name="constants">What stands for them.</param>
    /// <param name="name">The name of the layer.</param>
    /// <param name="write">Writes them under a name.</param>
    public (string Name, string Text) Get(object constants, string name, Func<string, string> write)
    {
        if (_names.TryGetValue(constants, out string? known))
        {
            return (known, "");
        }

        _names[constants] = name;
        return (name, write(name));
    }
}
