using System.Reflection;

namespace Lathe.Hardware.Devices;

/// <summary>The devices Lathe knows: data files inside the program, <c>this-machine</c>, and files of the user's own.</summary>
public static class DeviceCatalog
{
    private const string Prefix = "devices/", Suffix = ".json";

    // A device file is a few kilobytes; a larger one is something else.
    private const int LargestFile = 1 << 20;

    /// <summary>The name under which the machine at hand is described.</summary>
    public const string ThisMachineName = "this-machine";

    /// <summary>The names of the devices in the catalog, sorted, <c>this-machine</c> not among them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal)];

    /// <summary>Every device of the catalog.</summary>
    public static IReadOnlyList<DeviceProfile> All() => [.. Names.Select(Embedded)];

    /// <summary>A device by its name, the path of a device file, or <c>this-machine</c>.</summary>
    /// <exception cref="InvalidInputException">No such device, or its file breaks the schema.</exception>
    public static DeviceProfile Find(string name)
    {
        if (name == ThisMachineName)
        {
            return ThisMachine.Detect(measured: MachineCache.OfUser().TryLoad(MachineDescription.Detect()));
        }

        if (Names.Contains(name))
        {
            return Embedded(name);
        }

        return name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? Load(name) : throw new InvalidInputException($"There is no device '{name}'. Known: {ThisMachineName}, {string.Join(", ", Names)}; or give the path of a device file (.json).");
    }

    /// <summary>Reads a device file of the user's own.</summary>
    /// <exception cref="InvalidInputException">The file cannot be read or breaks the schema.</exception>
    public static DeviceProfile Load(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new InvalidInputException($"The device file '{path}' does not exist. Give the path of a .json file, or a name of the catalog.");
        }

        return file.Length <= LargestFile ? DeviceReader.Read(File.ReadAllBytes(path), path) : throw new InvalidInputException($"The device file '{path}' has {file.Length} bytes, more than the {LargestFile} a device file may have.");
    }

    private static DeviceProfile Embedded(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Suffix)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return DeviceReader.Read(bytes.ToArray(), name + Suffix);
    }
}
