using Lathe.Hardware.Learned;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Latency;

/// <summary>Where fitted latency models lie: LATHE_DEVICES, else the user's own folder for application data.</summary>
public static class LatencyModels
{
    /// <summary>The variable that names the folder.</summary>
    public const string FolderVariable = "LATHE_DEVICES";

    /// <summary>The file of this machine's model.</summary>
    public static string ThisMachine => Path.Combine(Folder, "this-machine.latency.json");

    private static string Folder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "lathe", "devices");

    /// <summary>The file of the model of an agent's machine.</summary>
    /// <param name="agent">Its address.</param>
    public static string Of(AgentAddress agent) => Path.Combine(Folder, $"{string.Concat(agent.ToString().Replace(AgentAddress.Scheme, "agent-", StringComparison.Ordinal).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-'))}.latency.json");

    /// <summary>This machine's model for one thread, or null when there is none; one of another machine, runtime or number of threads is said and not used.</summary>
    /// <param name="say">Told why a model that is there is not used.</param>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static LatencyModel? Find(Action<string> say) => Find(ThisMachine, say);

    /// <summary>The model of a file, on the same terms.</summary>
    /// <param name="path">The file.</param>
    /// <param name="say">Told why a model that is there is not used.</param>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static LatencyModel? Find(string path, Action<string> say)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        LatencyModel model = LatencyModelFile.Read(path);
        string setting = MachineLatencyFit.Setting(1);
        if (model.Setting == setting)
        {
            return model;
        }

        say($"The latency model '{path}' was fitted on '{model.Setting}'; this is '{setting}'. It is not used; fit one with fit-latency.");
        return null;
    }
}
