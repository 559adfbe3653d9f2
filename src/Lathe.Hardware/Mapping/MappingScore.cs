namespace Lathe.Hardware.Mapping;

/// <summary>Compares layouts: a pair of figures, the second of which decides between equals.</summary>
internal static class MappingScore
{
    // Sums in another order differ in their last bits; that is no difference.
    private const double Equal = 1e-9;

    public static (double First, double Second) Worst => (double.PositiveInfinity, double.PositiveInfinity);

    public static (double First, double Second) Of(MappingGoal goal, double picojoules, double cycles) => goal switch
    {
        MappingGoal.Energy => (picojoules, cycles),
        MappingGoal.Latency => (cycles, picojoules),
        _ => (picojoules * cycles, picojoules),
    };

    public static bool IsBetter((double First, double Second) one, (double First, double Second) other) =>
        double.IsPositiveInfinity(other.First) ? !double.IsPositiveInfinity(one.First) : one.First < other.First * (1 - Equal) || (one.First <= other.First * (1 + Equal) && one.Second < other.Second * (1 - Equal));
}
