using Lathe.Hardware.Measurement;

namespace Lathe.Pipeline.Targets;

/// <summary>What was had of deployed networks.</summary>
/// <param name="Latencies">Measured in the same rounds: on the target where that can be, else on this machine.</param>
/// <param name="Readings">On the target.</param>
internal sealed record DeviceMeasurement(IReadOnlyList<LatencyResult> Latencies, IReadOnlyList<DeviceReading> Readings);
