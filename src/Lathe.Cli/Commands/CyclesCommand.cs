using System.CommandLine;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Systolic;

namespace Lathe.Cli.Commands;

/// <summary><c>cycles</c>: a product or a network on a systolic array.</summary>
internal static class CyclesCommand
{
    public static Command Create()
    {
        var array = new Option<string>("--array") { Description = "Rows and columns of the array, for example 32x32.", Required = true };
        var dataflow = new Option<string>("--dataflow") { Description = "os, ws or is: what stays in the cells.", DefaultValueFactory = _ => "os" };
        var gemm = new Option<string?>("--gemm") { Description = "M,K,N of one product." };
        var model = new Option<string?>("--model") { Description = "An ONNX file or a zoo name." };
        var bandwidth = new Option<int?>("--bandwidth") { Description = "Words a cycle to DRAM; follows one product through 64 K-word memories request by request, stalls included." };
        var sparse = new Option<bool>("--sparse") { Description = "Two in four weights are zero and skipped." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("cycles", "Cycles, memory accesses and use of a systolic array. Example: lathe cycles --array 32x32 --dataflow ws --gemm 256,256,128") { array, dataflow, gemm, model, bandwidth, sparse, json };
        command.SetAction(parsed => parsed.GetValue(bandwidth) is { } words ? Follow(parsed.GetValue(array)!, parsed.GetValue(dataflow)!, parsed.GetValue(gemm), parsed.GetValue(sparse), words, parsed.GetValue(json)) : Run(parsed.GetValue(array)!, parsed.GetValue(dataflow)!, parsed.GetValue(gemm), parsed.GetValue(model), parsed.GetValue(sparse), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string size, string dataflow, string? gemm, string? model, bool sparse, bool json)
    {
        SystolicArray array = SystolicArray.Parse(size, Flow(dataflow));
        if (gemm is null == model is null)
        {
            throw new InvalidInputException("Give either --gemm M,K,N or --model MODEL.");
        }

        var layers = (gemm is not null ? [("gemm", Product(gemm))] : Layers(model!)).Select(l => (l.Name, Layer: sparse ? l.Layer.Sparse(2, 4) : l.Layer)).Select(l => (l.Name, l.Layer, Cost: SystolicModel.Evaluate(array, l.Layer))).ToList();
        if (json)
        {
            Output.Json(new { array = size, dataflow, provenance = "simulated in closed form", totalCycles = layers.Sum(l => l.Cost.Cycles), layers = layers.Select(l => new { name = l.Name, m = l.Layer.Rows, k = l.Layer.Depth, n = l.Layer.Columns, groups = l.Layer.Groups, cost = l.Cost }) });
            return ExitCodes.Done;
        }

        Output.Table(["layer", "M", "K", "N", "groups", "cycles", "paper's formula", "use", "mapped", "input reads", "filter reads", "output writes"], layers.Select(l => new[] { l.Name, $"{l.Layer.Rows}", $"{l.Layer.Depth}", $"{l.Layer.Columns}", $"{l.Layer.Groups}", $"{l.Cost.Cycles}", $"{l.Cost.PaperCycles}", $"{l.Cost.Utilisation:P2}", $"{l.Cost.MappingEfficiency:P2}", $"{l.Cost.InputReads}", $"{l.Cost.FilterReads}", $"{l.Cost.OutputWrites}" }));
        Console.Out.WriteLine($"{layers.Sum(l => l.Cost.Cycles):N0} cycles on {size} {dataflow}, memories never waited for (simulated in closed form; cycles count from zero as SCALE-Sim's do).");
        return ExitCodes.Done;
    }

    private static int Follow(string size, string dataflow, string? gemm, bool sparse, int words, bool json)
    {
        if (gemm is null || words < 1)
        {
            throw new InvalidInputException("--bandwidth follows one product: give --gemm M,K,N with it, and at least 1 word a cycle.");
        }

        SystolicLayer layer = sparse ? Product(gemm).Sparse(2, 4) : Product(gemm);
        SystolicMemoryReport report = SystolicSimulator.Run(SystolicArray.Parse(size, Flow(dataflow)) with { WordsPerCycle = words }, layer);
        if (json)
        {
            Output.Json(new { array = size, dataflow, provenance = "simulated", report });
            return ExitCodes.Done;
        }

        Output.Table(["cycles", "stalls", "with transfers", "use", "input DRAM reads", "filter DRAM reads", "output DRAM writes"], [[$"{report.Cycles}", $"{report.Stalls}", $"{report.CyclesWithTransfers}", $"{report.Utilisation:P2}", $"{report.InputDramReads}", $"{report.FilterDramReads}", $"{report.OutputDramWrites}"]]);
        return ExitCodes.Done;
    }

    private static IEnumerable<(string Name, SystolicLayer Layer)> Layers(string model)
    {
        Engine.Start();
        return Workload.Of(ModelArgument.LoadSupported(model), FusionRules.Of("npu")).Kernels.Where(k => k.Product is not null).Select(k => (k.Name, SystolicLayer.Of(k.Product!.Value)));
    }

    private static SystolicLayer Product(string text)
    {
        string[] parts = text.Split(',');
        return parts.Length == 3 && parts.All(p => int.TryParse(p, out int side) && side > 0)
            ? new SystolicLayer(int.Parse(parts[0]), int.Parse(parts[1]), int.Parse(parts[2]))
            : throw new InvalidInputException($"'{text}' is no product. Write M,K,N with whole positive numbers, for example 256,256,128.");
    }

    private static Dataflow Flow(string text) => text.ToLowerInvariant() switch
    {
        "os" => Dataflow.OutputStationary,
        "ws" => Dataflow.WeightStationary,
        "is" => Dataflow.InputStationary,
        _ => throw new InvalidInputException($"'{text}' is no dataflow. Write os, ws or is."),
    };
}
