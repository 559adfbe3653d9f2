using Lathe.Graph;
using Lathe.Micro.Arena;
using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Micro.Emulation;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;
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

    /// <summary>The same for a model.</summary>
    /// <param name="model">A quantized network, or one in floating point, which is quantized first.</param>
    /// <param name="data">A data set: its validation part calibrates, its test part is run.</param>
    /// <param name="seed">Seed of the data set's split.</param>
    /// <param name="board">An emulated board.</param>
    /// <param name="samples">How many inputs.</param>
    public static EmulatedRun Of(ModelGraph model, string data, long seed, string board, int samples)
    {
        Board found = BoardCatalog.Find(board);
        IntegerGraph graph = PatchSearch.Within(CExport.Lower(model, data, seed), found.RamBytes, found.Kernels);
        Dataset set = DatasetCatalog.Open(data, RandomKey.FromSeed(seed).Fold("split"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lathe-board");
        try
        {
            return Emulator.Run([.. Inputs(model, graph, set.Test, samples).Select(i => CheckCase.Of(graph, i))], found, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<IReadOnlyDictionary<string, TensorData>> Inputs(ModelGraph model, IntegerGraph graph, DataSplit split, int samples)
    {
        IntegerValue input = graph.Inputs is [IntegerValue only] ? only : throw new InvalidInputException($"'{graph.Name}' has {graph.Inputs.Length} inputs; data sets give one. Write it with: lathe export --to c.");
        foreach (IReadOnlyDictionary<string, Tensor> batch in CalibrationBatches.From(model, split, samples, 1))
        {
            yield return new Dictionary<string, TensorData> { [input.Name] = CodedTensors.Quantize(batch.Values.Single().ToArray<float>(), input, graph.Scales[input.Name]) };
        }
    }
}
