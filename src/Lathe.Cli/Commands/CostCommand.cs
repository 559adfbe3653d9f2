using System.CommandLine;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;
using Lathe.Onnx;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Remote;
using Lathe.Pipeline.Targets;

namespace Lathe.Cli.Commands;

/// <summary><c>cost</c>: what a network costs on devices of the catalog.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file or a zoo name." };
        var device = new Option<string>("--device") { Description = $"Devices, separated by commas; 'all' for the whole catalog. An agent's address (agent://HOST:PORT; its token in {AgentAddress.TokenVariable}) is measured.", DefaultValueFactory = _ => DeviceCatalog.ThisMachineName };
        var precision = new Option<string?>("--precision") { Description = "f32, f16, bf16, i8, ...; i8 on microcontrollers and accelerators, f32 elsewhere, unless given." };
        var batch = new Option<int>("--batch") { Description = "Samples at once.", DefaultValueFactory = _ => 1 };
        var place = new Option<string?>("--carbon") { Description = $"Whose electricity: three letters of a country, or world; {CarbonSetting.Variable}'s where absent, else the world's." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("cost", "Time, energy, memory and carbon of a model on devices, by their published figures, by runs of such boards for 8-bit networks on Cortex-M0+, M4 and M7, by the model of fit-latency on this-machine when there is one, or measured by an agent. Example: lathe cost resnet8 --device nucleo-l4r5zi,nvidia-t4") { model, device, precision, batch, place, json };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed.GetValue(model)!, parsed.GetValue(device)!, parsed.GetValue(precision), parsed.GetValue(batch), parsed.GetValue(place), parsed.GetValue(json), cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(string model, string device, string? precision, int batch, string? place, bool json, CancellationToken cancellation)
    {
        if (batch < 1)
        {
            throw new InvalidInputException($"--batch is {batch}; it must be at least 1.");
        }

        CarbonIntensity carbon = CarbonSetting.Of(place);
        var options = new CostOptions { Precision = precision is null ? null : Read(precision), GramsPerKilowattHour = carbon.GramsPerKilowattHour };
        string[] names = device == "all" ? [.. DeviceCatalog.Names] : device.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // Everything is looked up before anything is computed.
        var where = names.Select(n => (Agent: AgentAddress.Is(n) ? AgentClient.Open(n, TimeProvider.System) : null, Profile: AgentAddress.Is(n) ? null : DeviceCatalog.Find(n))).ToList();
        Engine.Start();
        ModelGraph graph = ModelArgument.LoadSupported(model);
        GraphCost counted = GraphCost.Of(graph, batch);
        var workloads = where.Select(w => w.Profile?.Backend ?? "onnxruntime").Distinct().ToDictionary(b => b, b => Workload.Of(graph, counted, FusionRules.Of(b)));
        CostReading[] readings = [.. where.Select(w => w.Agent is { } agent
            ? MeasuredCost.Of(workloads["onnxruntime"], AgentDevice.Measure(agent, model, OnnxModel.ToBytes(graph), new ProfileOptions { Batch = batch }, cancellation), agent.Address.ToString(), carbon)
            : BestCost.Of(graph, workloads[w.Profile!.Backend], w.Profile!, options, batch, text => Console.Error.WriteLine(Output.Plain(text))))];
        if (json)
        {
            Output.Json(readings);
            return ExitCodes.Done;
        }

        if (readings is [CostReading only])
        {
            Output.Table(["layer", "operators", "MACs", "us", "waits for", "use", "GB/s", "uJ", "RAM", "weights"], only.Layers.Select(l => new[] { l.Name, l.Operators, $"{l.Macs}", $"{l.Seconds.Value * 1e6:0.##}", l.Bound.ToString().ToLowerInvariant(), Share(l.Utilisation), $"{l.Bandwidth / 1e9:0.###}", $"{l.Joules.Value * 1e6:0.###}", $"{l.RamBytes:0}", $"{l.FlashBytes:0}" }));
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
        r.Device, $"{r.Seconds.Value * 1e3:0.####}", $"{r.Seconds.Low * 1e3:0.####}", $"{r.Seconds.High * 1e3:0.####}", Share(r.Utilisation), $"{r.Joules.Value * 1e3:0.####}",
        r.Energy.Total > 0 ? $"{r.Energy.Compute / r.Energy.Total:P0}/{r.Energy.OnChip / r.Energy.Total:P0}/{r.Energy.OffChip / r.Energy.Total:P0}" : "-", $"{r.CarbonGrams * 1e6:0.####}", $"{r.PeakRamBytes:0}", $"{r.FlashBytes:0}",
    ];

    // Measurements do not tell it.
    private static string Share(double share) => double.IsNaN(share) ? "-" : $"{share:P1}";

    /// <summary>A number format by its name.</summary>
    public static Precision Read(string text) => Enum.TryParse(text, ignoreCase: true, out Precision precision) && Enum.IsDefined(precision) && !char.IsAsciiDigit(text[0])
        ? precision
        : throw new InvalidInputException($"'{text}' is no precision. Known: {string.Join(", ", Enum.GetValues<Precision>().Select(p => p.ShortName()))}.");
}
