using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary><c>evaluate</c>: the accuracy so far of the deployed form on validation data; test data is read once, at the end.</summary>
internal sealed class EvaluateStep : IStep
{
    public RunState Run(StepContext context, RunState state)
    {
        ModelGraph deployed = state.Quantized ?? StaticQuantizer.Prepare(state.Graph);
        double accuracy = DeployedModel.Accuracy(OnnxModel.ToBytes(deployed), context.Data.Validation);
        string form = state.Quantized is null ? "floating point" : "int8";
        context.Folder.Metric([new { step = $"{context.Index}-evaluate", form, ValidationAccuracy = accuracy }]);
        context.Observer.Say(FormattableString.Invariant($"evaluate: validation accuracy {accuracy:P2} ({form}, ONNX Runtime)"));
        return state;
    }
}
