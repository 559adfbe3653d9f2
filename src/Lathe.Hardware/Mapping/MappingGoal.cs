namespace Lathe.Hardware.Mapping;

/// <summary>What a mapping is chosen for; the other figure decides between equals.</summary>
public enum MappingGoal
{
    /// <summary>The least energy.</summary>
    Energy,

    /// <summary>The fewest cycles.</summary>
    Latency,

    /// <summary>The least product of the two.</summary>
    Edp,
}
