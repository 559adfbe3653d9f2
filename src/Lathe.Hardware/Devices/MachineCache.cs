using System.Text.Json;
using Lathe.Graph.Storage;

namespace Lathe.Hardware.Devices;

/// <summary>Keeps the measured rates of this machine for later calls. Rates of another processor, or of another number of cores, do not count.</summary>
/// <param name="path">The file.</param>
public sealed class MachineCache(string path)
{
    private const string FileName = "this-machine.json";

    /// <summary>Where they are kept.</summary>
    public string Path => path;

    /// <summary>The cache of this user: <c>.lathe</c> in LATHE_HOME, which the launcher sets; else <c>lathe</c> in the user's cache folder.</summary>
    public static MachineCache OfUser() => new(System.IO.Path.Combine(Folder(), FileName));

    /// <summary>The rates, or null where there are none for this machine.</summary>
    public MachineRates? TryLoad(MachineDescription machine)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<Kept>(File.ReadAllText(path)) is { Rates: { Operations: > 0, Bandwidth: > 0, ByteOperations: null or > 0 } rates } kept && kept.Cpu == machine.Cpu && kept.Cores == machine.Cores ? rates : null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            // Nothing is lost: the machine counts as not measured.
            return null;
        }
    }

    /// <summary>Keeps rates.</summary>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public void Save(MachineDescription machine, MachineRates rates)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The measured rates cannot be kept in '{path}': {error.Message} Set LATHE_HOME or XDG_CACHE_HOME to a folder that can be written.", error);
        }

        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, new Kept(machine.Cpu, machine.Cores, rates)));
    }

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("LATHE_HOME") is { Length: > 0 } home)
        {
            return System.IO.Path.Combine(home, ".lathe");
        }

        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return System.IO.Path.Combine(cache is { Length: > 0 } ? cache : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "lathe");
    }

    private sealed record Kept(string Cpu, int Cores, MachineRates Rates);
}
