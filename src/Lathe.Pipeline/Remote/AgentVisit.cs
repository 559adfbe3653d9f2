using Lathe.Hardware.Devices;
using Lathe.Hardware.Learned.Profiles;

namespace Lathe.Pipeline.Remote;

/// <summary>A visit of fit-latency to an agent's machine: the kernels of one model, and what the machine is.</summary>
/// <param name="Visit">The times.</param>
/// <param name="Setting">What a model fitted to them is about: processor, runtime, threads.</param>
/// <param name="PowerBasis">What power was read from.</param>
/// <param name="PowerMeasured">True when that measures it.</param>
/// <param name="Rates">The machine's rates, where they were asked for.</param>
public sealed record AgentVisit(Visit Visit, string Setting, string PowerBasis, bool PowerMeasured, MachineRates? Rates);
