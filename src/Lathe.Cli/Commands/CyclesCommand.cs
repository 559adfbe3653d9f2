using System.CommandLine;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Systolic;

namespace Lathe.Cli.Commands;

/// <summary><c>cycles</c>: a product or a network on a systolic array.</summary>
internal static class CyclesCommand
{
    private const int LargestImage = 1 << 30;

    public static Command Create()
    {
        var array = new Option<string>("--array") { Description = "Rows and columns of the array, for example 32x32.", Required = true };
        var dataflow = new Option<string>("--dataflow") { Description = "os, ws or is: what stays in the cells.", DefaultValueFactory = _ => "os" };
        var gemm = new Option<string?>("--gemm") { Description = "M,K,N of one product." };
        var convolution = new Option<string?>("--conv") { Description = "H,W,R,S,C,N,stride of one convolution without padding: image, window, channels in and out." };
        var model = new Option<string?>("--model") { Description = "An ONNX file or a zoo name." };
        var bandwidth = new Option<int?>("--bandwidth") { Description = "Words a cycle to DRAM; follows one product through 64 K-word memories request by request, stalls included." };
        var traffic = new Option<bool>("--traffic") { Description = "DRAM traffic of one product or convolution through 64 K-word memories that never make the array wait." };
        var sparse = new Option<bool>("--sparse") { Description = "Two in four weights are zero and skipped." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("cycles", "Cycles, memory accesses and use of a systolic array. Example: lathe cycles --array 32x32 --dataflow ws --gemm 256,256,128") { array, dataflow, gemm, convolution, model, bandwidth, traffic, sparse, json };
        command.SetAction(parsed =>
        {
            SystolicArray cells = SystolicArray.Parse(parsed.GetValue(array)!, Flow(parsed.GetValue(dataflow)!));
            string? product = parsed.GetValue(gemm), windows = parsed.GetValue(convolution), network = parsed.GetValue(model);
            if (new[] { product, windows, network }.Count(v => v is not null) != 1)
            {
                throw new InvalidInputException("Give one of --gemm M,K,N, --conv H,W,R,S,C,N,stride and --model MODEL.");
            }

            int? words = parsed.GetValue(bandwidth);
            if (words is null && !parsed.GetValue(traffic))
            {
                return Run(cells, Layers(product, windows, network), parsed.GetValue(sparse), parsed.GetValue(json));
            }

            if (network is not null || words < 1 || (words is not null && parsed.GetValue(traffic)))
            {
                throw new InvalidInputException("--bandwidth, at least 1 word a cycle, or --traffic follows one product: give --gemm or --conv with one of them.");
            }

            SystolicLayer layer = Layers(product, windows, null).Single().Layer;
            layer = parsed.GetValue(sparse) ? layer.Sparse(2, 4) : layer;
            return Followed(cells, words is { } given ? SystolicSimulator.Run(cells with { WordsPerCycle = given }, layer) : SystolicSimulator.Traffic(cells, layer, windows is null || parsed.GetValue(sparse) ? null : Windows(windows)), parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(SystolicArray array, IEnumerable<(string Name, SystolicLayer Layer)> products, bool sparse, bool json)
    {
        string size = $"{array.Rows}x{array.Columns}";
        var layers = products.Select(l => (l.Name, Layer: sparse ? l.Layer.Sparse(2, 4) : l.Layer)).Select(l => (l.Name, l.Layer, Cost: SystolicModel.Evaluate(array, l.Layer))).ToList();
        if (json)
        {
            Output.Json(new { array = size, dataflow = Flow(array.Dataflow), provenance = "simulated in closed form", totalCycles = layers.Sum(l => l.Cost.Cycles), layers = layers.Select(l => new { name = l.Name, m = l.Layer.Rows, k = l.Layer.Depth, n = l.Layer.Columns, groups = l.Layer.Groups, cost = l.Cost }) });
            return ExitCodes.Done;
        }

        Output.Table(["layer", "M", "K", "N", "groups", "cycles", "paper's formula", "use", "mapped", "input reads", "filter reads", "output writes"], layers.Select(l => new[] { l.Name, $"{l.Layer.Rows}", $"{l.Layer.Depth}", $"{l.Layer.Columns}", $"{l.Layer.Groups}", $"{l.Cost.Cycles}", $"{l.Cost.PaperCycles}", $"{l.Cost.Utilisation:P2}", $"{l.Cost.MappingEfficiency:P2}", $"{l.Cost.InputReads}", $"{l.Cost.FilterReads}", $"{l.Cost.OutputWrites}" }));
        Console.Out.WriteLine($"{layers.Sum(l => l.Cost.Cycles):N0} cycles on {size} {Flow(array.Dataflow)}, memories never waited for (simulated in closed form; cycles count from zero as SCALE-Sim's do).");
        return ExitCodes.Done;
    }

    private static int Followed(SystolicArray array, SystolicMemoryReport report, bool json)
    {
        if (json)
        {
            Output.Json(new { array = $"{array.Rows}x{array.Columns}", dataflow = Flow(array.Dataflow), provenance = "simulated", report });
            return ExitCodes.Done;
        }

        Output.Table(["cycles", "stalls", "with transfers", "use", "input DRAM reads", "filter DRAM reads", "output DRAM writes"], [[$"{report.Cycles}", $"{report.Stalls}", $"{report.CyclesWithTransfers}", $"{report.Utilisation:P2}", $"{report.InputDramReads}", $"{report.FilterDramReads}", $"{report.OutputDramWrites}"]]);
        return ExitCodes.Done;
    }

    private static IEnumerable<(string Name, SystolicLayer Layer)> Layers(string? product, string? windows, string? model)
    {
        if (product is not null)
        {
            int[] n = Sizes(product, 3, "product. Write M,K,N", "256,256,128");
            return [("gemm", new SystolicLayer(n[0], n[1], n[2]))];
        }

        if (windows is not null)
        {
            int[] n = Convolution(windows);
            return [("conv", SystolicLayer.Convolution(n[0], n[1], n[2], n[3], n[4], n[5], n[6]))];
        }

        Engine.Start();
        return Workload.Of(ModelArgument.LoadSupported(model!), FusionRules.Of("npu")).Kernels.Where(k => k.Product is not null).Select(k => (k.Name, SystolicLayer.Of(k.Product!.Value)));
    }

    private static SystolicWindows Windows(string convolution)
    {
        int[] n = Convolution(convolution);
        return SystolicWindows.Convolution(n[0], n[1], n[2], n[3], n[4], n[6]);
    }

    private static int[] Convolution(string text)
    {
        int[] n = Sizes(text, 7, "convolution. Write H,W,R,S,C,N,stride", "224,224,11,11,3,96,4");
        return n[2] <= n[0] && n[3] <= n[1] && (double)n[0] * n[1] * n[4] <= LargestImage ? n : throw new InvalidInputException($"'{text}' is no convolution: its window has to lie in its image of at most {LargestImage} values.");
    }

    private static int[] Sizes(string text, int count, string what, string example)
    {
        string[] parts = text.Split(',');
        return parts.Length == count && parts.All(p => int.TryParse(p, out int size) && size > 0)
            ? [.. parts.Select(int.Parse)]
            : throw new InvalidInputException($"'{text}' is no {what} with whole positive numbers, for example {example}.");
    }

    private static string Flow(Dataflow dataflow) => dataflow switch
    {
        Dataflow.OutputStationary => "os",
        Dataflow.WeightStationary => "ws",
        _ => "is",
    };

    private static Dataflow Flow(string text) => text.ToLowerInvariant() switch
    {
        "os" => Dataflow.OutputStationary,
        "ws" => Dataflow.WeightStationary,
        "is" => Dataflow.InputStationary,
        _ => throw new InvalidInputException($"'{text}' is no dataflow. Write os, ws or is."),
    };
}
