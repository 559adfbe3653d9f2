using System.CommandLine;
using Lathe.Hardware.Fpga;

namespace Lathe.Cli.Commands;

/// <summary><c>fpga-explore</c>: the best unroll and tiles of AlexNet's convolutions on an FPGA.</summary>
internal static class FpgaExploreCommand
{
    private const int Shown = 10;

    public static Command Create()
    {
        FpgaBudget vc707 = FpgaBudget.Vc707;
        var dsp = new Option<int>("--dsp") { Description = "Multiplier blocks of the chip.", DefaultValueFactory = _ => vc707.DspBlocks };
        var memory = new Option<int>("--memory-blocks") { Description = "Memory blocks of the chip (18 Kbit).", DefaultValueFactory = _ => vc707.MemoryBlocks };
        var perMac = new Option<int>("--dsp-per-mac") { Description = "Multiplier blocks of a multiply-accumulate: 5 at 32-bit floating point, 1 at 16-bit integers.", DefaultValueFactory = _ => vc707.DspPerMac };
        var bandwidth = new Option<double>("--bandwidth") { Description = "GB/s to memory outside the chip.", DefaultValueFactory = _ => vc707.Bandwidth / 1e9 };
        var clock = new Option<double>("--clock") { Description = "MHz.", DefaultValueFactory = _ => vc707.Clock / 1e6 };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("fpga-explore", "Unroll and tiles of AlexNet's convolutions on an FPGA, after Zhang et al. 2015; the defaults are their VC707. Example: lathe fpga-explore --bandwidth 2") { dsp, memory, perMac, bandwidth, clock, json };
        command.SetAction(parsed => Run(vc707 with { DspBlocks = parsed.GetValue(dsp), MemoryBlocks = parsed.GetValue(memory), DspPerMac = parsed.GetValue(perMac), Bandwidth = parsed.GetValue(bandwidth) * 1e9, Clock = parsed.GetValue(clock) * 1e6 }, parsed.GetValue(json)));
        return command;
    }

    private static int Run(FpgaBudget budget, bool json)
    {
        if (budget.DspBlocks < 1 || budget.MemoryBlocks < 1 || budget.DspPerMac < 1 || budget.Bandwidth <= 0 || budget.Clock <= 0)
        {
            throw new InvalidInputException("--dsp, --memory-blocks, --dsp-per-mac, --bandwidth and --clock must all be more than 0.");
        }

        IReadOnlyList<FpgaDesign> designs = new FpgaExplorer(budget).Explore(FpgaLayer.AlexNet);
        if (json)
        {
            Output.Json(new { provenance = "analytic", designs });
            return ExitCodes.Done;
        }

        Output.Table(["Tm", "Tn", "GFLOPS", "ms", "FLOP/byte", "DSP", "memory blocks"], designs.Take(Shown).Select(d => new[] { $"{d.UnrolledOutputs}", $"{d.UnrolledInputs}", $"{d.Gflops:0.00}", $"{d.Seconds * 1e3:0.00}", $"{d.Intensity:0.0}", $"{d.DspBlocks}", $"{d.MemoryBlocks}" }));
        Output.Table(["layer", "Tr", "Tc", "ms", "FLOP/byte", "waits for"], designs[0].Layers.Select(l => new[] { l.Layer.Name, $"{l.Tiling.Rows}", $"{l.Tiling.Columns}", $"{l.Cycles / budget.Clock * 1e3:0.00}", $"{l.Intensity:0.0}", l.IsMemoryBound ? "memory" : "arithmetic" }));
        Console.Out.WriteLine($"Best of {designs.Count} designs: Tm {designs[0].UnrolledOutputs}, Tn {designs[0].UnrolledInputs}, {designs[0].Gflops:0.00} GFLOPS (analytic).");
        return ExitCodes.Done;
    }
}
