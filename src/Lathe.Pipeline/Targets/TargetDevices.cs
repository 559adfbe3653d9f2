using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Targets;

/// <summary>Finds the device a recipe names.</summary>
internal static class TargetDevices
{
    /// <summary>What is wrong with a name, or null; agents are not asked.</summary>
    public static string? Problem(string name)
    {
        try
        {
            if (AgentAddress.Is(name))
            {
                AgentAddress.Parse(name);
            }
            else
            {
                DeviceCatalog.Find(name);
            }

            return null;
        }
        catch (InvalidInputException error)
        {
            return error.Message;
        }
    }

    /// <summary>True where figures of a device are modelled.</summary>
    public static bool IsModelled(string? name) => name is not null and not DeviceCatalog.ThisMachineName && !AgentAddress.Is(name);

    /// <summary>Opens a device; an agent must answer.</summary>
    /// <param name="name">As the recipe says it; null for this machine.</param>
    /// <param name="carbon">Whose electricity.</param>
    /// <param name="time">The clock.</param>
    /// <param name="say">Gets progress.</param>
    /// <param name="brief">True where latency is all that is needed.</param>
    /// <exception cref="LatheException">There is none, or the agent does not answer.</exception>
    public static ITargetDevice Open(string? name, CarbonIntensity carbon, TimeProvider time, Action<string> say, bool brief = false)
    {
        if (!AgentAddress.Is(name))
        {
            return IsModelled(name) ? new ModelledDevice(DeviceCatalog.Find(name!), carbon, time) : new LocalDevice(time, carbon, brief);
        }

        AgentClient agent = AgentClient.Open(name!, time);
        AgentStatus status = agent.Status();
        say($"{name}: {status.Machine.Cpu}, {status.Machine.Cores} cores, Lathe {status.Version}");
        return new AgentDevice(agent, carbon, say);
    }
}
