using System.CommandLine;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Mapping;
using Lathe.Hardware.Readings;

namespace Lathe.Cli.Commands;

/// <summary><c>map</c>: the best layout of every layer on an accelerator.</summary>
internal static class MapCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file or a zoo name." };
        var device = new Option<string>("--device") { Description = "An accelerator whose file describes its array of elements, of the catalog or a path.", DefaultValueFactory = _ => "eyeriss" };
        var goal = new Option<string>("--goal") { Description = "energy, latency or edp (their product).", DefaultValueFactory = _ => "energy" };
        var precision = new Option<string?>("--precision") { Description = "i8, i16, ...; i8 where the device has it, unless given." };
        var batch = new Option<int>("--batch") { Description = "Samples at once.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("map", "Search tiles, loop orders and what is spread over the array for every convolution and product, beside the dataflows with a name. Example: lathe map resnet20 --device eyeriss --goal energy") { model, device, goal, precision, batch, json };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed.GetValue(model)!, parsed.GetValue(device)!, parsed.GetValue(goal)!, parsed.GetValue(precision), parsed.GetValue(batch), parsed.GetValue(json), cancellation), CancellationToken.None));
        return command;
    }

    private static int Run(string model, string device, string goal, string? precision, int batch, bool json, CancellationToken cancellation)
    {
        if (batch < 1)
        {
            throw new InvalidInputException($"--batch is {batch}; it must be at least 1.");
        }

        MappingGoal aim = goal.ToLowerInvariant() switch
        {
            "energy" => MappingGoal.Energy,
            "latency" => MappingGoal.Latency,
            "edp" => MappingGoal.Edp,
            _ => throw new InvalidInputException($"'{goal}' is no goal. Write energy, latency or edp."),
        };
        SpatialMachine machine = SpatialMachine.Of(DeviceCatalog.Find(device), precision is null ? null : CostCommand.Read(precision));
        Engine.Start();
        NetworkMapping mapping = NetworkMapping.Of(ModelArgument.LoadSupported(model), machine, aim, batch, cancellation);
        if (mapping.Layers.Count == 0)
        {
            throw new InvalidInputException($"{model} has no convolution and no product to map.");
        }

        if (json)
        {
            Output.Json(Document(mapping));
        }
        else
        {
            Print(mapping);
        }

        return ExitCodes.Done;
    }

    private static void Print(NetworkMapping m)
    {
        Output.Table(["layer", "loops", "cycles", "use", "waits for", "uJ", .. m.Machine.Levels.Skip(1).Select(l => l.Name + " KB"), "against", "layout"], m.Layers.Select(l =>
        {
            MappingCost c = l.Best.Cost;
            return (string[])[l.Name, $"{l.Nest}", $"{c.Cycles:0}", $"{c.Utilisation:P1}", c.WaitsFor, $"{c.Picojoules * 1e-6:0.###}", .. m.Machine.Levels.Skip(1).Select((_, i) => i + 1 < c.Levels.Count ? $"{c.Levels[i + 1].Bytes / 1024:0.#}" : "-"), Against(l, m.Goal), c.Mapping.Describe(m.Machine)];
        }));
        Output.Table(["dataflow", "cycles", "ms", "uJ", "energy x delay", "of the best"], [Row("searched", (m.Cycles, m.Joules), m), .. Enum.GetValues<FixedDataflow>().Select(d => Row(Short(d), m.Of(d), m))]);
        int proven = m.Layers.Count(l => l.Best.IsProven);
        Console.Out.WriteLine($"{m.Model} on {m.Machine.Name}: {m.Seconds * 1e3:0.####} ms, {m.Joules * 1e6:0.###} uJ, {m.Utilisation:P1} of the elements at work; simulated in closed form: every access of each layer is counted, at {m.Machine.OperandBytes * 8:0} bits.");
        Console.Out.WriteLine($"{m.Layers.Count} layers for least {Name(m.Goal)}, {proven} of them proven; {m.Others} other kernels are not in the figures.");
    }

    private static string[] Row(string name, (double Cycles, double Joules)? figures, NetworkMapping m) => figures is not { } f
        ? [name, "does not fit", "-", "-", "-", "-"]
        : [name, $"{f.Cycles:0}", $"{f.Cycles / m.Machine.Clock * 1e3:0.####}", $"{f.Joules * 1e6:0.###}", $"{f.Cycles / m.Machine.Clock * f.Joules:0.###e+0}", $"{Ratio(f, m):0.00}"];

    private static double Ratio((double Cycles, double Joules) figures, NetworkMapping m) => m.Goal switch
    {
        MappingGoal.Energy => figures.Joules / m.Joules,
        MappingGoal.Latency => figures.Cycles / m.Cycles,
        _ => figures.Cycles * figures.Joules / (m.Cycles * m.Joules),
    };

    // The best of the dataflows with a name, and what it takes of what the search found.
    private static string Against(MappedLayer layer, MappingGoal goal)
    {
        var known = layer.Fixed.Where(f => f.Value is not null).Select(f => (f.Key, Score: f.Value!.Score(goal).First)).OrderBy(f => f.Score).ToList();
        return known.Count == 0 ? "-" : $"{Short(known[0].Key)} {known[0].Score / layer.Best.Cost.Score(goal).First:0.00}x";
    }

    private static string Short(FixedDataflow dataflow) => dataflow switch
    {
        FixedDataflow.OutputStationary => "OS",
        FixedDataflow.WeightStationary => "WS",
        FixedDataflow.InputStationary => "IS",
        _ => "RS",
    };

    private static string Name(MappingGoal goal) => goal == MappingGoal.Edp ? "energy x delay" : goal.ToString().ToLowerInvariant();

    private static object Document(NetworkMapping m) => new
    {
        model = m.Model,
        device = m.Machine.Name,
        goal = m.Goal.ToString().ToLowerInvariant(),
        provenance = Provenance.Simulated.ToString().ToLowerInvariant(),
        cycles = m.Cycles,
        seconds = m.Seconds,
        joules = m.Joules,
        utilisation = m.Utilisation,
        notMapped = m.Others,
        dataflows = Enum.GetValues<FixedDataflow>().Select(d => new { name = Short(d), cycles = m.Of(d)?.Cycles, joules = m.Of(d)?.Joules }),
        layers = m.Layers.Select(l => new
        {
            name = l.Name,
            operators = l.Operators,
            loops = l.Nest.ToString(),
            macs = l.Nest.Macs,
            cycles = l.Best.Cost.Cycles,
            arrayCycles = l.Best.Cost.ArrayCycles,
            joules = l.Best.Cost.Picojoules * 1e-12,
            utilisation = l.Best.Cost.Utilisation,
            waitsFor = l.Best.Cost.WaitsFor,
            proven = l.Best.IsProven,
            memories = l.Best.Cost.Levels,
            layout = l.Best.Cost.Mapping.Describe(m.Machine),
            dataflows = l.Fixed.Where(f => f.Value is not null).ToDictionary(f => Short(f.Key), f => new { cycles = f.Value!.Cycles, joules = f.Value.Picojoules * 1e-12, layout = f.Value.Mapping.Describe(m.Machine) }),
        }),
    };
}
