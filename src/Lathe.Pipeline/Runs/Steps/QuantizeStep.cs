using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Hardware;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary><c>quantize</c>: calibrates, decides where integers pay, trains with fake quantization if asked to, and writes codes.</summary>
internal sealed class QuantizeStep : IStep
{
    public RunState Run(StepContext context, RunState state)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(state.Graph);
        // Some processors of this kind of machine need small weights; no microcontroller does.
        int limit = context.Recipe.DeploysC || MachineDescription.Detect().HasIntegerDotProducts ? WeightQuantizer.FullLimit : new QuantizeOptions().WeightLimit;
        QuantizationPlan whole = QuantizationPlan.Of(prepared, []);
        IReadOnlyDictionary<string, ActivationScale> scales = Calibrate(context, prepared, whole);
        Placement placement = Place(context, prepared, whole, scales, limit);
        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], [.. placement.Floating]);
        if (context.Step.Text("mode", "ptq") == "qat")
        {
            prepared = StaticQuantizer.Prepare(Train(context, state.Graph, plan, ref scales, limit));
        }

        return state with { Quantized = QdqWriter.Write(prepared, plan, scales, limit), Placement = placement };
    }

    private static IReadOnlyDictionary<string, ActivationScale> Calibrate(StepContext context, ModelGraph prepared, QuantizationPlan plan)
    {
        CalibrationMethod method = context.Step.Text("calibration", "mse") switch { "min-max" => CalibrationMethod.MinMax, "percentile" => CalibrationMethod.Percentile, "entropy" => CalibrationMethod.Entropy, "moving-average" => CalibrationMethod.MovingAverage, _ => CalibrationMethod.Mse };
        return ActivationCalibrator.Calibrate(prepared, plan, CalibrationBatches.From(prepared, context.Data.Validation, context.Step.Int("samples", context.Quick ? 128 : 512)), method);
    }

    private static Placement Everywhere(QuantizationPlan whole, string why) => new([.. whole.Layers.Select(l => new LayerPlacement(l.Name, true, null, why))], null, null, null);

    /// <summary>The recorded placement where there is one: a repeated run does not measure again.</summary>
    private static Placement Place(StepContext context, ModelGraph prepared, QuantizationPlan whole, IReadOnlyDictionary<string, ActivationScale> scales, int limit)
    {
        if (context.Step.Text("where", "faster") == "all")
        {
            return Everywhere(whole, "where: all");
        }

        if (TargetDevices.IsModelled(context.Recipe.Target.Device))
        {
            return Everywhere(whole, $"what is faster on {context.Target.Name} cannot be measured here; its model runs 8-bit integers at least as fast");
        }

        Placement? found = null;
        string floating = context.Lock.Decide($"{context.Index}-quantize/float", () =>
        {
            context.Observer.Say("quantize: measuring where integers are faster");
            found = new PlacementSearch(context.Time, new PlacementOptions { PassSeconds = context.Quick ? 0.5 : 1.5 }, context.Target.Timer).Find(prepared, scales, limit, context.Sample(), context.Cancellation);
            return string.Join(' ', found.Floating);
        });
        var names = floating.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        found ??= new Placement([.. whole.Layers.Select(l => new LayerPlacement(l.Name, !names.Contains(l.Name), null, "as recorded in recipe.lock.yaml"))], null, null, null);
        context.Observer.Say($"quantize: {found.Layers.Count(l => l.Integer)} of {found.Layers.Count} layers in integers{(names.Count > 0 ? $"; in floating point, stored as 8 bits: {string.Join(", ", found.Floating)}" : "")}");
        return found;
    }

    /// <summary>
    /// Two phases: first with the statistics of each batch, then, observed anew, with frozen statistics and scales, which is
    /// exactly what is deployed.
    /// </summary>
    private static ModelGraph Train(StepContext context, ModelGraph graph, QuantizationPlan plan, ref IReadOnlyDictionary<string, ActivationScale> scales, int limit)
    {
        int epochs = context.Step.Int("epochs", 2), frozen = Math.Min(epochs, context.Step.Int("freeze", 1));
        if (epochs > frozen)
        {
            var moving = new FakeQuantizer(graph, plan, scales, limit);
            graph = StepTraining.Fit(context, graph, $"{context.Index}-qat", new TrainingDefaults(epochs, 0.01f) { PhaseEpochs = epochs - frozen, Run = moving.Hooks });
            scales = Calibrate(context, StaticQuantizer.Prepare(graph), plan);
        }

        ModelGraph still = FrozenStatistics.Apply(graph);
        var fixedScales = new FakeQuantizer(still, plan, scales, limit);
        graph = StepTraining.Fit(context, still, $"{context.Index}-qat-frozen", new TrainingDefaults(epochs, 0.01f) { PhaseEpochs = frozen, PhaseRate = 0.2f, Run = fixedScales.Hooks });
        return FrozenStatistics.Release(graph);
    }
}
