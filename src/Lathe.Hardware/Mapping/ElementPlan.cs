namespace Lathe.Hardware.Mapping;

/// <summary>What the array does at a time, with bounds on what any layout around it costs.</summary>
/// <param name="Way">How loops are spread.</param>
/// <param name="Own">The block of an element.</param>
/// <param name="Together">The block of the array.</param>
/// <param name="Steps">Cycles of the array.</param>
/// <param name="Border">The least energy over the border of the array.</param>
/// <param name="Picojoules">The least energy of all.</param>
/// <param name="Cycles">The fewest cycles.</param>
internal sealed record ElementPlan(Unrolling Way, int[] Own, int[] Together, double Steps, double Border, double Picojoules, double Cycles);
