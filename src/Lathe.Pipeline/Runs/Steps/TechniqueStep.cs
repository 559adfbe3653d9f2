using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Exporting;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>Carries out a technique as a step of a run.</summary>
internal sealed class TechniqueStep(ITechnique technique) : IStep
{
    public RunState Run(StepContext context, RunState state)
    {
        var kept = new List<Stage>(state.Stages);
        var files = new List<string>(state.Files);
        string name = $"{context.Index}-{technique.Info.Method}";
        var given = new TechniqueContext
        {
            Data = context.Data,
            Key = context.Key.Fold(name),
            FineTuner = new StepFineTuner(context),
            Cost = new CostModels(context).Find,
            Say = text => context.Observer.Say($"{technique.Info.Method}: {text}"),
            Report = table => context.Folder.Write(Path.Combine(RunFolder.Tables, $"{context.Index}-{table.Name}.json"), table),
            Keep = (stage, graph) => kept.Add(new Stage($"{stage}-{context.Index + 1}", graph)),
            WriteFile = (file, bytes) =>
            {
                context.Folder.WriteBytes(Path.Combine(RunFolder.Models, Path.GetFileName(file)), bytes);
                files.Add(Path.GetFileName(file));
            },
            Open = other => Open(context, state, other),
            Teacher = OrtTeacher.TryOpen,
            Decide = (key, decide) => context.Lock.Decide($"{name}/{key}", decide),
            Time = context.Time,
            Quick = context.Quick,
            Cancellation = context.Cancellation,
        };
        var before = new CompressedModel { Graph = state.Graph, Baseline = state.Baseline, Coded = state.Quantized };
        CompressedModel after = technique.Apply(given, before, technique.Settings.Bind(context.Step.Settings));
        return state with { Graph = after.Graph, Quantized = after.Coded, Placement = ReferenceEquals(after.Coded, before.Coded) ? state.Placement : null, Stages = kept, Files = [.. files.Distinct()] };
    }

    private static ModelGraph Open(StepContext context, RunState state, string name) =>
        name == "baseline" ? state.Baseline ?? throw new InvalidInputException($"line {context.Step.Line}: there is no baseline yet. Put a train step first.")
        : ModelZoo.Knows(name) ? ModelZoo.Create(name, new ModelOptions { Classes = context.Data.Classes, Input = context.Data.SampleShape.Dimensions.ToArray(), Key = context.Key.Fold("open").Fold(name) })
        : EarlierRun.Is(name) ? EarlierRun.Load(name).Graph
        : ModelFile.Load(name);
}
