using Lathe.Graph;
using Lathe.Onnx;

namespace Lathe.Pipeline.Runs;

/// <summary>Keeps the networks after each step; the marker is written last.</summary>
internal static class StepStore
{
    public static void Save(RunFolder folder, int step, RunState state)
    {
        Keep(folder, step, "graph", state.Graph);
        Keep(folder, step, "baseline", state.Baseline);
        Keep(folder, step, "quantized", state.Quantized);
        folder.WriteText(System.IO.Path.Combine("checkpoints", $"{step}.done"), "");
    }

    public static RunState? TryLoad(RunFolder folder, int step, RunState before)
    {
        if (!File.Exists(folder.File("checkpoints", $"{step}.done")))
        {
            return null;
        }

        ModelGraph? Load(string name) => File.Exists(Path(folder, step, name)) ? OnnxModel.Load(Path(folder, step, name)) : null;
        return before with { Graph = Load("graph")!, Baseline = Load("baseline"), Quantized = Load("quantized") };
    }

    private static void Keep(RunFolder folder, int step, string name, ModelGraph? graph)
    {
        if (graph is not null)
        {
            OnnxModel.Save(graph, Path(folder, step, name));
        }
    }

    private static string Path(RunFolder folder, int step, string name) => folder.File("checkpoints", $"{step}-{name}.onnx");
}
