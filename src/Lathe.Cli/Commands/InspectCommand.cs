using System.CommandLine;
using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Graph.Readings;

namespace Lathe.Cli.Commands;

/// <summary><c>inspect</c>: layers, shapes, parameters, work and memory of a model.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An ONNX file or a zoo name." };
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command("inspect", "Layers, shapes, parameters, MACs and memory, and what is not supported. Example: lathe inspect model.onnx") { model, json };
        command.SetAction(parsed => Run(parsed.GetValue(model)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(string path, bool json)
    {
        Engine.Start();
        ModelGraph graph = ModelArgument.Load(path);
        IReadOnlyList<Node> unsupported = OpRegistry.Unsupported(graph);
        if (unsupported.Count > 0)
        {
            throw new UnsupportedOperatorException(graph.ImportedOpset, [.. unsupported.Select(n => n.Describe())]);
        }

        GraphCost cost = GraphCost.Of(graph);
        SymbolicShapes shapes = SymbolicShapes.Read(graph);
        if (json)
        {
            Output.Json(new { graph.Name, graph.ImportedOpset, parameters = graph.ParameterCount, bytes = graph.ParameterBytes, macs = cost.Total.Macs, peakActivationBytes = cost.PeakActivationBytes, inputs = graph.Inputs.Select(i => i.ToString()), outputs = graph.Outputs.Select(o => $"{o.Name}: {shapes.Describe(o.Name)}"), nodes = cost.Nodes.Select(n => new { n.Node.Name, n.Node.OpType, output = shapes.Describe(n.Node.Outputs[0]), n.Cost.Macs, n.Cost.BytesRead, n.Cost.BytesWritten }) });
            return ExitCodes.Done;
        }

        Output.Table(["node", "op", "output", "MACs", "bytes"], cost.Nodes.Select(n => new[] { n.Node.Name, n.Node.OpType, shapes.Describe(n.Node.Outputs[0]), n.Cost.Macs.ToString("N0"), (n.Cost.BytesRead + n.Cost.BytesWritten).ToString("N0") }));
        Console.Out.WriteLine($"{graph.Name}, opset {graph.ImportedOpset}: {graph.ParameterCount:N0} parameters ({graph.ParameterBytes:N0} bytes), {cost.Total.Macs:N0} MACs, peak activations {cost.PeakActivationBytes:N0} bytes at batch 1 (analytic).");
        return ExitCodes.Done;
    }
}
