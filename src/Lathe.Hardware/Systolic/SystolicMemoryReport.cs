namespace Lathe.Hardware.Systolic;

/// <summary>A product run through the memories of a systolic array, cycle by cycle.</summary>
/// <param name="Cycles">Cycles with waiting.</param>
/// <param name="Stalls">Cycles of waiting.</param>
/// <param name="CyclesWithTransfers">Cycles from the first word fetched to the last word written back.</param>
/// <param name="InputDramReads">Words of input fetched.</param>
/// <param name="FilterDramReads">Words of filters fetched.</param>
/// <param name="OutputDramWrites">Words of output written back.</param>
/// <param name="Utilisation">Multiply-accumulates over cells and cycles, 0 to 1.</param>
public sealed record SystolicMemoryReport(long Cycles, long Stalls, long CyclesWithTransfers, long InputDramReads, long FilterDramReads, long OutputDramWrites, double Utilisation);
