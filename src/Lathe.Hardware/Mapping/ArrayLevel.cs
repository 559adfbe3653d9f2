namespace Lathe.Hardware.Mapping;

/// <summary>A memory of a spatial machine; the first is what each element has of its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="BytesPerCycle">Bytes read or written a cycle, over all ports; infinite where it never limits.</param>
/// <param name="PicojoulesPerByte">Energy of moving one byte in or out.</param>
/// <param name="IsDoubled">True when a half is filled while the other is read.</param>
public sealed record ArrayLevel(string Name, double Bytes, double BytesPerCycle, double PicojoulesPerByte, bool IsDoubled);
