using Lathe.Hardware.Learned;
using Lathe.Pipeline.Latency;

namespace Lathe.Cli;

/// <summary>Where fitted latency models lie: LATHE_DEVICES, else the user's own folder for application data.</summary>
internal static class LatencyModels
{
    /// <summary>The file of this machine's model.</summary>
    public static string ThisMachine => Path.Combine(
        Environment.GetEnvironmentVariable("LATHE_DEVICES") is { Length: > 0 } folder ? folder : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "lathe", "devices"),
        "this-machine.latency.json");

    /// <summary>This machine's model, or null when there is none; one of another machine, runtime or number of threads is said and not used.</summary>
    public static LatencyModel? Find()
    {
        if (!File.Exists(ThisMachine))
        {
            return null;
        }

        LatencyModel model = LatencyModelFile.Read(ThisMachine);
        string setting = MachineLatencyFit.Setting(1);
        if (model.Setting == setting)
        {
            return model;
        }

        Console.Error.WriteLine($"The latency model '{ThisMachine}' was fitted on '{Output.Plain(model.Setting)}'; this is '{setting}'. It is not used; fit one with fit-latency.");
        return null;
    }
}
