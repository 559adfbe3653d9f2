using System.CommandLine;
using Lathe.Hardware;
using Lathe.Hardware.Devices;

namespace Lathe.Cli.Commands;

/// <summary><c>devices</c>: the catalog of devices.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "A device of the catalog, this-machine, or a device file (.json).", Arity = ArgumentArity.ZeroOrOne };
        var measure = new Option<bool>("--measure") { Description = "Measure this machine's arithmetic and memory (under a second) and keep the figures for later calls." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("devices", "The device catalog, or every figure of one device with its source. Example: lathe devices nvidia-t4") { name, measure, json };
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(measure), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? name, bool measure, bool json)
    {
        if (name is null && !measure)
        {
            List(json);
            return ExitCodes.Done;
        }

        if (measure && name is not null and not DeviceCatalog.ThisMachineName)
        {
            throw new InvalidInputException($"--measure measures this machine, not '{name}'. Leave the name out, or give {DeviceCatalog.ThisMachineName}.");
        }

        if (measure)
        {
            MachineCache cache = MachineCache.OfUser();
            cache.Save(MachineDescription.Detect(), MachineMeter.Measure(TimeProvider.System, Environment.ProcessorCount));
            Console.Error.WriteLine($"kept in {cache.Path}: {DeviceCatalog.ThisMachineName} is this from now on");
        }

        Show(DeviceCatalog.Find(name ?? DeviceCatalog.ThisMachineName), json);
        return ExitCodes.Done;
    }

    private static void List(bool json)
    {
        DeviceProfile[] devices = [.. DeviceCatalog.All(), DeviceCatalog.Find(DeviceCatalog.ThisMachineName)];
        if (json)
        {
            Output.Json(devices.Select(d => new { d.Name, d.Title, kind = d.Kind.ToString().ToLowerInvariant(), d.Backend }));
            return;
        }

        Output.Table(["device", "kind", "fastest dense", "bandwidth", "memory", "TDP", "what it is"], devices.Select(d => new[] { d.Name, d.Kind.ToString().ToLowerInvariant(), Fastest(d), $"{d.ActivationMemory.Bandwidth!.Value / 1e9:0.##} GB/s", $"{d.ActivationMemory.Bytes.Value / 1048576:0.##} MB", d.Tdp is null ? "-" : $"{d.Tdp.Value:0.####} W", d.Title }));
    }

    private static string Fastest(DeviceProfile device)
    {
        PeakRate peak = device.Peaks.Where(p => !p.Sparse).MaxBy(p => p.Operations.Value)!;
        return $"{peak.Operations.Value / 1e9:N1} GOP/s {peak.Precision.ShortName()}";
    }

    private static void Show(DeviceProfile device, bool json)
    {
        if (json)
        {
            Output.Json(new { device.Name, device.Title, kind = device.Kind.ToString().ToLowerInvariant(), device.Backend, types = device.Types.Select(t => t.ShortName()), device.Operators, figures = device.Figures().Select(f => new { f.Place, f.Figure.Value, f.Figure.Source, tag = f.Figure.Letter.ToString() }) });
            return;
        }

        Console.Out.WriteLine($"{device.Name}: {device.Title} ({device.Kind.ToString().ToLowerInvariant()}, kernels as {device.Backend} fuses them)");
        Output.Table(["figure", "value", "tag", "source"], device.Figures().Select(f => new[] { f.Place, $"{f.Figure.Value:G6}", f.Figure.Letter.ToString(), f.Figure.Source }));
        Console.Out.WriteLine("Tags: V read at the source, C computed, P presumed, M measured or detected here.");
    }
}
