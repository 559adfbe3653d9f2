namespace Lathe.Hardware.Devices;

/// <summary>One level of a memory hierarchy, the nearest to the arithmetic first.</summary>
/// <param name="Name">l1, l2, sram, flash, dram, ...</param>
/// <param name="Bytes">Its size; of levels that each core has, the sum.</param>
/// <param name="Bandwidth">Bytes per second, or null where nothing is known.</param>
/// <param name="PicojoulesPerByte">Energy of moving one byte, or null where nothing is known.</param>
/// <param name="HoldsWeights">True where a network's weights are kept.</param>
/// <param name="HoldsActivations">True where the tensors between its layers are kept.</param>
public sealed record MemoryLevel(string Name, Figure Bytes, Figure? Bandwidth, Figure? PicojoulesPerByte, bool HoldsWeights, bool HoldsActivations);
