using Lathe.Hardware.Devices;
using Lathe.Micro.Kernels;

namespace Lathe.Micro.Boards;

/// <summary>The boards known by name. Those with a machine of QEMU's can be run without the hardware.</summary>
public static class BoardCatalog
{
    private static readonly string[] s_helium = ["Cortex-M55", "Cortex-M85"], s_dsp = ["Cortex-M4", "Cortex-M7", "Cortex-M33"];

    private const int Kilo = 1024, Mega = 1024 * 1024;

    /// <summary>Boards that QEMU emulates, from the smallest core to the largest.</summary>
    public static IReadOnlyList<Board> Emulated { get; } =
    [
        new Board { Name = "microbit", Title = "BBC micro:bit, nRF51822", Core = "cortex-m0", FlashOrigin = 0, FlashBytes = 256 * Kilo, RamOrigin = 0x20000000, RamBytes = 16 * Kilo, Machine = "microbit" },
        new Board { Name = "mps2-an385", Title = "Arm MPS2, Cortex-M3", Core = "cortex-m3", FlashOrigin = 0, FlashBytes = 4 * Mega, RamOrigin = 0x20000000, RamBytes = 4 * Mega, Machine = "mps2-an385" },
        new Board { Name = "mps2-an386", Title = "Arm MPS2, Cortex-M4", Core = "cortex-m4", Kernels = KernelSet.Dsp, FlashOrigin = 0, FlashBytes = 4 * Mega, RamOrigin = 0x20000000, RamBytes = 4 * Mega, Machine = "mps2-an386" },
        new Board { Name = "mps2-an500", Title = "Arm MPS2, Cortex-M7", Core = "cortex-m7", Kernels = KernelSet.Dsp, FlashOrigin = 0, FlashBytes = 4 * Mega, RamOrigin = 0x20000000, RamBytes = 4 * Mega, Machine = "mps2-an500" },
        new Board { Name = "mps2-an505", Title = "Arm MPS2, Cortex-M33", Core = "cortex-m33", Kernels = KernelSet.Dsp, FlashOrigin = 0x10000000, FlashBytes = 4 * Mega, RamOrigin = 0x38000000, RamBytes = 4 * Mega, Machine = "mps2-an505" },
        new Board { Name = "mps3-an547", Title = "Arm MPS3, Cortex-M55", Core = "cortex-m55", Kernels = KernelSet.Helium, FlashOrigin = 0, FlashBytes = 512 * Kilo, RamOrigin = 0x21000000, RamBytes = 4 * Mega, Machine = "mps3-an547" },
    ];

    /// <summary>All names: the emulated boards, then the microcontrollers of the device catalog.</summary>
    public static IReadOnlyList<string> Names => [.. Emulated.Select(b => b.Name), .. DeviceCatalog.All().Where(d => d.Kind == DeviceKind.Mcu).Select(d => d.Name)];

    /// <summary>Flash, RAM and instructions of a board or microcontroller.</summary>
    /// <exception cref="InvalidInputException">There is none of that name.</exception>
    public static BoardLimits Limits(string name)
    {
        if (Emulated.FirstOrDefault(b => b.Name == name) is { } board)
        {
            return new BoardLimits(board.Title, board.FlashBytes, board.RamBytes, board.Kernels);
        }

        if (!Names.Contains(name))
        {
            throw new InvalidInputException($"There is no board '{name}'. Known: {string.Join(", ", Names)}.");
        }

        DeviceProfile device = DeviceCatalog.Find(name);
        return new BoardLimits(device.Title, (long)device.WeightMemory.Bytes.Value, (long)device.ActivationMemory.Bytes.Value, Kernels(device.Title));
    }

    /// <summary>The emulated board with the core of a board or microcontroller; null for what is neither, or has a core that none of them has.</summary>
    public static Board? Emulating(string name)
    {
        if (Emulated.FirstOrDefault(b => b.Name == name) is { } board)
        {
            return board;
        }

        string title = DeviceCatalog.All().FirstOrDefault(d => d.Kind == DeviceKind.Mcu && d.Name == name)?.Title ?? "";
        (string core, string machine, string flag) = s_cores.FirstOrDefault(c => title.Contains(c.Title, StringComparison.Ordinal));
        return core is null ? null : Find(machine) with { Core = flag };
    }

    // Longer names first: a Cortex-M33 is no Cortex-M3. Small cores run on a board with room, whose core knows their instructions.
    private static readonly (string Title, string Machine, string Flag)[] s_cores =
    [
        ("Cortex-M85", "mps3-an547", "cortex-m55"), ("Cortex-M55", "mps3-an547", "cortex-m55"), ("Cortex-M33", "mps2-an505", "cortex-m33"),
        ("Cortex-M7", "mps2-an500", "cortex-m7"), ("Cortex-M4", "mps2-an386", "cortex-m4"), ("Cortex-M3", "mps2-an385", "cortex-m3"),
        ("Cortex-M0+", "mps2-an385", "cortex-m0plus"), ("Cortex-M0", "mps2-an385", "cortex-m0"),
    ];

    // The catalog names the core in the title.
    private static KernelSet Kernels(string title) =>
        s_helium.Any(core => title.Contains(core, StringComparison.Ordinal)) ? KernelSet.Helium : s_dsp.Any(core => title.Contains(core, StringComparison.Ordinal)) ? KernelSet.Dsp : KernelSet.Portable;

    /// <summary>A board that can be emulated.</summary>
    /// <exception cref="InvalidInputException">There is none of that name, or QEMU has no machine of it.</exception>
    public static Board Find(string name) => Emulated.FirstOrDefault(b => b.Name == name)
        ?? throw new InvalidInputException($"'{name}' is no board that QEMU emulates. Emulated: {string.Join(", ", Emulated.Select(b => b.Name))}.");
}
