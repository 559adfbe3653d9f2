using Lathe.Hardware.Devices;

namespace Lathe.Hardware.Energy;

/// <summary>Power of parts of a computer where nothing better is known, by CodeCarbon's rules.</summary>
public static class ProcessorPower
{
    private const double WattsPerThread = 4, DimmX86 = 5, DimmArm = 1.5, LeastArm = 3;
    private const int FullDimms = 4, LargeDimms = 8;

    /// <summary>TDP of a processor nobody knows: 4 W for each thread.</summary>
    public static Figure Unknown(int threads) => new(WattsPerThread * threads, "CodeCarbon issue 244: 4 W per thread of an unknown processor", FigureTag.Verified);

    /// <summary>Watts of memory modules: 5 W each on x86 (two at least), 1.5 W on Arm (3 W at least); the fifth to eighth count 90 %, later ones 80 %.</summary>
    public static Figure Memory(int modules, bool arm)
    {
        int counted = arm ? modules : Math.Max(2, modules);
        double full = Math.Min(counted, FullDimms) + (0.9 * Math.Clamp(counted - FullDimms, 0, LargeDimms - FullDimms)) + (0.8 * Math.Max(0, counted - LargeDimms));
        double watts = full * (arm ? DimmArm : DimmX86);
        return new Figure(arm ? Math.Max(LeastArm, watts) : watts, "CodeCarbon external/ram.py", FigureTag.Verified);
    }
}
