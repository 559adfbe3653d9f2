namespace Lathe.Hardware.Devices;

/// <summary>A cache as the system's files describe it.</summary>
/// <param name="Level">1 is next to the processor.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record CacheFile(int Level, double Bytes);
