namespace Lathe.Micro.Emulation;

/// <summary>What a layer took on the emulated board.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Instructions">Instructions executed.</param>
/// <param name="Macs">Multiply-accumulates.</param>
public sealed record EmulatedLayer(string Name, long Instructions, long Macs);
