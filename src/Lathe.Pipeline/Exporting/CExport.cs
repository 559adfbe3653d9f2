using System.Collections.Immutable;
using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Micro;
using Lathe.Micro.Arena;
using Lathe.Micro.Boards;
using Lathe.Micro.Kernels;
using Lathe.Micro.Packing;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;
using Lathe.Runtime;
using Lathe.Runtime.Lowering;
using Lathe.Runtime.Lowering.Floating;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Exporting;

/// <summary>Writes networks as C for microcontrollers.</summary>
public static class CExport
{
    // Two samples show every layer; scales for use need more.
    private const int CalibrationSamples = 256, CheckSamples = 2;

    /// <summary>The quantized network of a run, its open scales measured on the run's validation data.</summary>
    public static LoweredNetwork LowerRun(string run)
    {
        Recipe recipe = EarlierRun.Recipe(run);
        ModelGraph graph = OnnxModel.Load(Path.Combine(run, RunExport.Find(run, integer: true).File));
        return Lower(graph, recipe.Data, recipe.Seed);
    }

    /// <summary>The network of a run in floating point, as floats.</summary>
    public static LoweredNetwork LowerFloatRun(string run) => LowerFloat(OnnxModel.Load(Path.Combine(run, RunExport.Find(run, integer: false).File)));

    /// <summary>A network in floating point as floats: nothing is quantized.</summary>
    /// <exception cref="InvalidInputException">It is quantized, or holds what has no kernel; the message names all of it.</exception>
    public static LoweredNetwork LowerFloat(ModelGraph graph)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(graph);
        return FloatLowering.IsFloat(prepared)
            ? new LoweredNetwork(FloatLowering.Lower(prepared))
            : throw new InvalidInputException($"'{graph.Name}' is quantized and cannot be written in floating point. Give the network as it was before, or leave --precision away.");
    }

    /// <summary>A network as integers; one in floating point is quantized after training first.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="data">A data set to calibrate with; without one, the network has to say every scale itself.</param>
    /// <param name="seed">Seed of the data set's split.</param>
    /// <exception cref="InvalidInputException">It cannot be lowered, or has to be quantized and there is no data.</exception>
    public static LoweredNetwork Lower(ModelGraph graph, string? data, long seed = 0)
    {
        Dataset? set = data is null ? null : DatasetCatalog.Open(data, RandomKey.FromSeed(seed).Fold("split"));
        if (!graph.Nodes.Any(n => n.OpType == "QuantizeLinear"))
        {
            Dataset seen = set ?? throw new InvalidInputException($"--data is missing: '{graph.Name}' is in floating point, and to quantize it its values have to be seen. Example: --data cifar10-jpeg. Or leave it in floating point: --precision float32");
            Check(graph, seen);
            graph = Quantize(graph, seen.Validation, CalibrationSamples);
        }

        IntegerGraph lowered = Lower(graph, set?.Validation, CalibrationSamples);
        return new LoweredNetwork(lowered, set is null ? null : SoundFrontEnd.Of(lowered, set));
    }

    /// <summary>A quantized network as integers, its open scales measured.</summary>
    internal static IntegerGraph Lower(ModelGraph quantized, DataSplit? seen, int samples = CalibrationSamples)
    {
        ImmutableDictionary<string, CodeScale> scales = seen is null ? ImmutableDictionary<string, CodeScale>.Empty : OpenScales.Measure(quantized, CalibrationBatches.From(quantized, seen, samples));
        return IntegerLowering.Lower(quantized, new LoweringOptions { Scales = scales });
    }

    /// <summary>A network as integers whose ranges are those of given inputs.</summary>
    /// <param name="graph">The network, quantized or in floating point.</param>
    /// <param name="inputs">Inputs by name, a sample each.</param>
    internal static IntegerGraph Lower(ModelGraph graph, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> inputs)
    {
        ModelGraph quantized = graph.Nodes.Any(n => n.OpType == "QuantizeLinear") ? graph : Quantize(graph, _ => inputs);
        return IntegerLowering.Lower(quantized, new LoweringOptions { Scales = OpenScales.Measure(quantized, inputs) });
    }

    private static ModelGraph Quantize(ModelGraph graph, DataSplit seen, int samples) => Quantize(graph, prepared => CalibrationBatches.From(prepared, seen, samples));

    private static ModelGraph Quantize(ModelGraph graph, Func<ModelGraph, IEnumerable<IReadOnlyDictionary<string, Tensor>>> batches)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(graph);
        return StaticQuantizer.Quantize(prepared, batches(prepared), new QuantizeOptions { WeightLimit = WeightQuantizer.FullLimit });
    }

    /// <summary>Makes sure, before anything is trained, that a network of these layers can be written as C.</summary>
    /// <param name="graph">The network in floating point, trained or not.</param>
    /// <param name="data">The data it is for.</param>
    /// <exception cref="InvalidInputException">It cannot; the message names every layer.</exception>
    public static void Check(ModelGraph graph, Dataset data) => CWriter.Write(Lower(Quantize(graph, data.Validation, CheckSamples), data.Validation, CheckSamples));

    /// <summary>Writes a network's sources into a new folder.</summary>
    /// <param name="network">The network, and the front end before it.</param>
    /// <param name="board">A board it has to fit, or null.</param>
    /// <param name="target">The folder.</param>
    /// <returns>The sources, with the map of their memory; its graph has patches where RAM was the limit.</returns>
    /// <exception cref="InvalidInputException">It does not fit the board, or cannot be written.</exception>
    public static CSources Write(LoweredNetwork network, string? board, string target)
    {
        if (board is null)
        {
            return Fill(CWriter.Write(KernelSet.Portable, network.Graph, network.FrontEnd), target);
        }

        BoardLimits limits = BoardCatalog.Limits(board);
        CSources sources = CWriter.Write(limits.Kernels, limits.Fit(network.Graph, network.FrontEnd?.ConstantBytes ?? 0), network.FrontEnd);
        Require(network with { Graph = sources.Arenas.Values.Single().Graph }, sources.Arenas.Values.Single(), board, limits);
        return Fill(sources, target);
    }

    /// <summary>Puts sources into a new folder.</summary>
    internal static CSources Fill(CSources sources, string target)
    {
        NewPath.Fill(target, folder =>
        {
            foreach (CFile file in sources.Files)
            {
                File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
            }
        });
        return sources;
    }

    private static void Require(LoweredNetwork network, ArenaMap arena, string board, BoardLimits limits)
    {
        (string title, long flash, long ram, _) = limits;
        string[] over =
        [
            .. network.ConstantBytes > flash ? [$"its constants need {network.ConstantBytes:N0} bytes of flash, {network.ConstantBytes - flash:N0} more than the {flash:N0} there are"] : Array.Empty<string>(),
            .. arena.Plan.Bytes > ram ? [$"its arena needs {arena.Plan.Bytes:N0} bytes of RAM, {arena.Plan.Bytes - ram:N0} more than the {ram:N0} there are"] : Array.Empty<string>(),
        ];
        if (over.Length > 0)
        {
            throw new InvalidInputException($"'{network.Graph.Name}' does not fit {board} ({title}): {string.Join("; ", over)}. {(arena.Plan.Bytes > ram ? "Running its first layers in patches was tried. " : "")}Prune it, use fewer bits or a smaller input, or choose another board.");
        }
    }
}
