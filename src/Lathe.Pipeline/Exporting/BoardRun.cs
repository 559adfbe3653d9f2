using Lathe.Graph;
using Lathe.Micro.Arena;
using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Micro.Emulation;
using Lathe.Onnx;
using Lathe.Pipeline.Boards;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;
using Lathe.Pipeline.Verification;
using Lathe.Runtime;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Exporting;

/// <summary>Runs a network on an emulated board with real inputs.</summary>
public static class BoardRun
{
    /// <summary>Compiles the network as C, runs it on test samples, and compares it with the integer reference here.</summary>
    /// <param name="source">The folder of a run, whose recipe names the data.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="samples">How many inputs.</param>
    public static EmulatedRun OfRun(string source, string board, int samples)
    {
        Recipe recipe = EarlierRun.Recipe(source);
        return Of(OnnxModel.Load(Path.Combine(source, RunExport.Find(source, integer: true).File)), recipe.Data, recipe.Seed, board, samples);
    }

    /// <summary>The same for the network of a run in floating point.</summary>
    /// <param name="source">The folder of a run, whose recipe names the data.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="samples">How many inputs.</param>
    public static EmulatedRun FloatOfRun(string source, string board, int samples)
    {
        Recipe recipe = EarlierRun.Recipe(source);
        return Float(OnnxModel.Load(Path.Combine(source, RunExport.Find(source, integer: false).File)), recipe.Data, recipe.Seed, board, samples);
    }

    /// <summary>A network in floating point as it is, nothing quantized.</summary>
    /// <param name="model">A network in floating point.</param>
    /// <param name="data">A data set, whose test part is run; random numbers when null.</param>
    /// <param name="seed">Seed of the data set's split.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="samples">How many inputs.</param>
    public static EmulatedRun Float(ModelGraph model, string? data, long seed, string board, int samples)
    {
        Board found = BoardCatalog.Find(board);
        IntegerGraph graph = CExport.LowerFloat(model).Graph;
        return Run(graph, found, data is null ? Random(model, samples) : CalibrationBatches.From(model, DatasetCatalog.Open(data, RandomKey.FromSeed(seed).Fold("split")).Test, samples, 1));
    }

    /// <summary>The same for a model.</summary>
    /// <param name="model">A quantized network, or one in floating point, which is quantized first.</param>
    /// <param name="data">A data set: its validation part calibrates, its test part is run.</param>
    /// <param name="seed">Seed of the data set's split.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="samples">How many inputs.</param>
    public static EmulatedRun Of(ModelGraph model, string data, long seed, string board, int samples)
    {
        Board found = BoardCatalog.Find(board);
        Dataset set = DatasetCatalog.Open(data, RandomKey.FromSeed(seed).Fold("split"));
        IntegerGraph graph = Fitted(CExport.Lower(model, data, seed).Graph, found);
        var inputs = new BoardInputs(graph, set);
        int count = Math.Min(samples, set.Test.Count);
        return Run(graph, found, inputs.Codes(count), inputs.Heard(count));
    }

    /// <summary>The same on random numbers: sizes, instructions and equal bits are real, what the network says is not.</summary>
    /// <param name="model">A quantized network, or one in floating point, which is quantized first.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="samples">How many inputs; they calibrate, too.</param>
    public static EmulatedRun OfRandom(ModelGraph model, string board, int samples)
    {
        Board found = BoardCatalog.Find(board);
        IReadOnlyDictionary<string, Tensor>[] inputs = [.. Random(model, samples)];
        return Run(CExport.Lower(model, inputs), found, inputs);
    }

    private static IEnumerable<IReadOnlyDictionary<string, Tensor>> Random(ModelGraph model, int samples) =>
        Enumerable.Range(0, samples).Select(i => RandomInputs.Make(model, 1, RandomKey.FromSeed(0).Fold((ulong)i)));

    private static EmulatedRun Run(IntegerGraph whole, Board board, IEnumerable<IReadOnlyDictionary<string, Tensor>> inputs)
    {
        IntegerGraph graph = Fitted(whole, board);
        IntegerValue input = graph.Inputs[0];
        return Run(graph, board, inputs.Select(i => new Dictionary<string, TensorData> { [input.Name] = CodedTensors.Encode(i.Values.Single().ToArray<float>(), input, graph) }), null);
    }

    private static IntegerGraph Fitted(IntegerGraph whole, Board board)
    {
        IntegerGraph graph = BoardCatalog.Limits(board.Name).Fit(whole);
        return graph.Inputs.Length == 1 ? graph : throw new InvalidInputException($"'{graph.Name}' has {graph.Inputs.Length} inputs; networks of one can be run here. Write it with: lathe export --to c.");
    }

    private static EmulatedRun Run(IntegerGraph graph, Board board, IEnumerable<IReadOnlyDictionary<string, TensorData>> codes, HeardClips? heard)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lathe-board");
        try
        {
            CheckCase[] cases = [.. codes.Select(c => CheckCase.Of(graph, c))];
            return Emulator.Run(cases, board, folder.FullName, heard);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
