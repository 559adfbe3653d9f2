namespace Lathe.Hardware.Systolic;

/// <summary>What a layer costs on an array whose memories never make it wait.</summary>
/// <param name="Cycles">Cycles as a cycle-accurate simulator counts them: the number of the last cycle, from zero.</param>
/// <param name="PaperCycles">Cycles by the paper's one formula for all dataflows.</param>
/// <param name="InputReads">Words read from the memory of inputs.</param>
/// <param name="FilterReads">Words read from the memory of filters.</param>
/// <param name="OutputWrites">Words written to the memory of outputs, partial sums included.</param>
/// <param name="ReportedOutputWrites">The same as SCALE-Sim reports it, which under OS adds rows + columns for each fold.</param>
/// <param name="Utilisation">Multiply-accumulates over cells and cycles, 0 to 1.</param>
/// <param name="MappingEfficiency">The share of cells that hold work, averaged over folds, 0 to 1.</param>
/// <param name="ComputeUtilisation">Work over cells and the cycles of a fold, averaged over folds, as SCALE-Sim reports it, 0 to 1.</param>
public readonly record struct SystolicCost(long Cycles, long PaperCycles, long InputReads, long FilterReads, long OutputWrites, long ReportedOutputWrites, double Utilisation, double MappingEfficiency, double ComputeUtilisation);
