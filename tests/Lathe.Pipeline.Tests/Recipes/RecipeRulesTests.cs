using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Tests.Recipes;

public class RecipeRulesTests
{
    [Theory]
    [InlineData("prune: { until: latency }", "", "prune until: latency needs target.latency")]
    [InlineData("prune: { until: latency, to: 3 KB }", "", "prune.to is '3 KB'")]
    [InlineData("prune: { until: macs, ratio: 0.5, to: 50 % }", "", "both ratio and until: macs")]
    [InlineData("prune: { until: accuracy, schedule: one-shot }", "target: { accuracy-drop: 1 % }", "needs schedule: iterative")]
    [InlineData("prune: { to: 50 % }", "", "prune.to needs until")]
    [InlineData("quantize: { mode: ptq, epochs: 2 }", "", "quantize.epochs is for mode: qat")]
    [InlineData("deploy: [ onnx-int8 ]", "", "needs a quantize step before it")]
    [InlineData("deploy: [ c ]", "target: { device: nucleo-l4r5zi }", "deploy of c needs a quantize step before it")]
    [InlineData("deploy: [ tflite ]", "", "expected a list of onnx, onnx-int8")]
    public void Parse_ImpossibleCombination_IsAnErrorWithItsLine(string step, string target, string expected)
    {
        string text = $"model: lenet5\ndata: mnist\n{target}\nsteps:\n  - train: {{ epochs: 1 }}\n  - {step}\n";

        string message = Should.Throw<InvalidInputException>(() => RecipeReader.Parse(text, "bad.yaml")).Message;

        message.ShouldContain(expected);
        message.ShouldContain("line 6");
    }

    [Theory]
    [InlineData("", "deploy of c needs target.device")]
    [InlineData("target: { device: nvidia-t4 }", "nucleo-l4r5zi")]
    public void Parse_CForAnythingButAMicrocontroller_NamesThoseThereAre(string target, string expected) =>
        Should.Throw<InvalidInputException>(() => RecipeReader.Parse($"model: lenet5\ndata: mnist\n{target}\nsteps: [ {{ train: {{ epochs: 1 }} }}, {{ quantize: {{}} }}, {{ deploy: [ c ] }} ]\n", "bad.yaml")).Message.ShouldContain(expected);

    [Theory]
    [InlineData("prune: { until: macs, to: 50 % }")]
    [InlineData("prune: { until: size, to: 20 KB, schedule: iterative, rounds: 2 }")]
    [InlineData("prune: { until: accuracy, to: 1 %, ratio: 0.2 }")]
    public void Parse_WholePruneStep_IsAccepted(string step) =>
        RecipeReader.Parse($"model: lenet5\ndata: mnist\nsteps: [ {{ train: {{ epochs: 1 }} }}, {{ {step} }} ]", "good.yaml").Steps.Count.ShouldBe(2);
}
