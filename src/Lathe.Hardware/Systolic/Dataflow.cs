namespace Lathe.Hardware.Systolic;

/// <summary>Which operand stays in the cells of a systolic array.</summary>
public enum Dataflow
{
    /// <summary>Partial sums stay; inputs come from the left, filters from the top.</summary>
    OutputStationary,

    /// <summary>A tile of the filters stays; inputs stream through it.</summary>
    WeightStationary,

    /// <summary>A tile of the inputs stays; filters stream through it.</summary>
    InputStationary,
}
