using System.CommandLine;
using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Pipeline.Costs;
using Lathe.Pipeline.Reports;

namespace Lathe.Cli.Commands;

/// <summary><c>roofline</c>: a network under the roofline of a device, with advice.</summary>
internal static class RooflineCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file or a zoo name." };
        var device = new Option<string>("--device") { Description = "A device of the catalog, this-machine, or a device file (.json).", DefaultValueFactory = _ => DeviceCatalog.ThisMachineName };
        var precision = new Option<string?>("--precision") { Description = "f32, f16, bf16, i8, ...; as the model is stored, unless given." };
        var page = new Option<string?>("--out") { Description = "The page to write; roofline-MODEL-DEVICE.html here when absent (with --json none)." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("roofline", "A model under the roofline of a device: an HTML page with chart, cost by layer, energy and advice. Example: lathe roofline resnet8 --device raspberry-pi-4") { model, device, precision, page, json };
        command.SetAction(parsed => Run(parsed.GetValue(model)!, parsed.GetValue(device)!, parsed.GetValue(precision), parsed.GetValue(page), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string model, string device, string? precision, string? page, bool json)
    {
        DeviceProfile profile = DeviceCatalog.Find(device);
        CostOptions? options = precision is null ? null : new CostOptions { Precision = CostCommand.Read(precision) };
        Engine.Start();
        ModelGraph graph = ModelArgument.LoadSupported(model);
        DeviceCostReport report = DeviceCostReport.Of(graph, profile, options, text => Console.Error.WriteLine(Output.Plain(text)));
        if (page is not null || !json)
        {
            page ??= $"roofline-{Path.GetFileNameWithoutExtension(model)}-{profile.Name}.html";
            Console.Error.WriteLine(RooflinePage.Write(report, page) ? $"page: {page}" : $"page: {page} (tables only: the chart script is missing; ./lathe doctor fetches it)");
        }

        if (json)
        {
            Output.Json(new { page, report });
            return ExitCodes.Done;
        }

        Output.Table(["layer", "operations a byte", "GOP/s", "us", "share", "waits for"], report.Roofline.Marks.Select(m => new[] { m.Name, $"{m.Intensity:0.##}", $"{m.OperationsPerSecond / 1e9:0.###}", $"{m.Microseconds:0.##}", $"{m.Share:P1}", m.Bound.ToString().ToLowerInvariant() }));
        Console.Out.WriteLine($"{report.Cost.Model} on {profile.Name}: {report.Cost.Seconds.Value * 1e3:0.####} ms, {report.Cost.Joules.Value * 1e3:0.#####} mJ; roofs: {string.Join(", ", report.Roofline.Peaks.Select(p => $"{p.PerSecond / 1e9:0.##} GOP/s {p.Name}").Concat(report.Roofline.Bandwidths.Select(b => $"{b.PerSecond / 1e9:0.##} GB/s {b.Name}")))}, ridge at {report.Roofline.Ridge:0.#} operations a byte. {report.Cost.Provenance}: {report.Cost.Basis}.");
        foreach (string line in report.Cost.Problems.Concat(report.Advice.Select(a => a.Text)))
        {
            Console.Out.WriteLine(line);
        }

        return ExitCodes.Done;
    }
}
