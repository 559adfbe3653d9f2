using Lathe.Hardware.Devices;
using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Remote;

namespace Lathe.Cli.Commands;

/// <summary>An agent given as <c>--device</c>.</summary>
internal static class AgentDevice
{
    /// <summary>The agent of a name; null for this machine.</summary>
    /// <exception cref="InvalidInputException">The name is neither.</exception>
    public static AgentClient? TryOpen(string? device) => device is null or DeviceCatalog.ThisMachineName ? null
        : AgentAddress.Is(device) ? AgentClient.Open(device, TimeProvider.System)
        : throw new InvalidInputException($"Nothing can be measured on '{device}' from here: give {DeviceCatalog.ThisMachineName} or an agent's address ({AgentAddress.Scheme}HOST:PORT). What a device of the catalog would take: lathe cost MODEL --device {device}");

    /// <summary>Measures a model there, layers too, with its progress on standard error.</summary>
    public static MeasurementReport Measure(AgentClient agent, string name, byte[] model, ProfileOptions options, CancellationToken cancellation) =>
        agent.Measure(new MeasurementRequest { Models = [(name, model)], Settings = new MeasurementSettings { Batch = options.Batch, Threads = options.Threads, Latency = options.Latency, Layers = true } }, Console.Error.WriteLine, cancellation);
}
