using System.CommandLine;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;

namespace Lathe.Cli.Commands;

/// <summary><c>cost</c>: what a network costs on devices of the catalog.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file or a zoo name." };
        var device = new Option<string>("--device") { Description = "Devices, separated by commas; 'all' for the whole catalog.", DefaultValueFactory = _ => DeviceCatalog.ThisMachineName };
        var precision = new Option<string?>("--precision") { Description = "f32, f16, bf16, i8, ...; i8 on microcontrollers and accelerators, f32 elsewhere, unless given." };
        var batch = new Option<int>("--batch") { Description = "Samples at once.", DefaultValueFactory = _ => 1 };
        var place = new Option<string>("--carbon") { Description = "Whose electricity: three letters of a country, or world.", DefaultValueFactory = _ => "world" };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("cost", "Time, energy, memory and carbon of a model on devices, by their published figures. Example: lathe cost resnet8 --device nucleo-l4r5zi,nvidia-t4") { model, device, precision, batch, place, json };
        command.SetAction(parsed => Run(parsed.GetValue(model)!, parsed.GetValue(device)!, parsed.GetValue(precision), parsed.GetValue(batch), parsed.GetValue(place)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(string model, string device, string? precision, int batch, string place, bool json)
    {
        if (batch < 1)
        {
            throw new InvalidInputException($"--batch is {batch}; it must be at least 1.");
        }

        var options = new CostOptions { Precision = precision is null ? null : Read(precision), GramsPerKilowattHour = CarbonIntensities.Of(place).GramsPerKilowattHour };
        DeviceProfile[] devices = device == "all" ? [.. DeviceCatalog.All()] : [.. device.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(DeviceCatalog.Find)];
        Engine.Start();
        ModelGraph graph = ModelArgument.LoadSupported(model);
        GraphCost counted = GraphCost.Of(graph, batch);
        var workloads = devices.Select(d => d.Backend).Distinct().ToDictionary(b => b, b => Workload.Of(graph, counted, FusionRules.Of(b)));
        CostReading[] readings = [.. devices.Select(d => DeviceCost.Of(workloads[d.Backend], d, options))];
        if (json)
        {
            Output.Json(readings);
            return ExitCodes.Done;
        }

        if (readings is [CostReading only])
        {
            Output.Table(["layer", "operators", "MACs", "us", "waits for", "use", "GB/s", "uJ", "RAM", "weights"], only.Layers.Select(l => new[] { l.Name, l.Operators, $"{l.Macs}", $"{l.Seconds.Value * 1e6:0.##}", l.Bound.ToString().ToLowerInvariant(), $"{l.Utilisation:P1}", $"{l.Bandwidth / 1e9:0.###}", $"{l.Joules.Value * 1e6:0.###}", $"{l.RamBytes:0}", $"{l.FlashBytes:0}" }));
        }

        Output.Table(["device", "ms", "ms low", "ms high", "use", "mJ", "compute/on-chip/off-chip", "ug CO2e", "peak RAM", "weights"], readings.Select(Row));
        foreach (CostReading reading in readings)
        {
            Console.Out.WriteLine($"{reading.Device}: {reading.Provenance.ToString().ToLowerInvariant()}, {reading.Basis}.");
            foreach (string problem in reading.Problems)
            {
                Console.Out.WriteLine($"{reading.Device}: {problem}");
            }
        }

        return ExitCodes.Done;
    }

    private static string[] Row(CostReading r) =>
    [
        r.Device, $"{r.Seconds.Value * 1e3:0.####}", $"{r.Seconds.Low * 1e3:0.####}", $"{r.Seconds.High * 1e3:0.####}", $"{r.Utilisation:P1}", $"{r.Joules.Value * 1e3:0.####}",
        $"{r.Energy.Compute / r.Energy.Total:P0}/{r.Energy.OnChip / r.Energy.Total:P0}/{r.Energy.OffChip / r.Energy.Total:P0}", $"{r.CarbonGrams * 1e6:0.####}", $"{r.PeakRamBytes:0}", $"{r.FlashBytes:0}",
    ];

    private static Precision Read(string text) => Enum.TryParse(text, ignoreCase: true, out Precision precision) && Enum.IsDefined(precision) && !char.IsAsciiDigit(text[0])
        ? precision
        : throw new InvalidInputException($"'{text}' is no precision. Known: {string.Join(", ", Enum.GetValues<Precision>().Select(p => p.ShortName()))}.");
}
