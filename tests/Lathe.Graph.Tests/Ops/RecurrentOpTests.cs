using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Graph.Tests.Ops;

public class RecurrentOpTests
{
    [Theory]
    [InlineData("LSTM", 4, "forward", 0)]
    [InlineData("LSTM", 4, "bidirectional", 0)]
    [InlineData("GRU", 3, "reverse", 0)]
    [InlineData("GRU", 3, "bidirectional", 1)]
    public void Forward_StepByStep_EqualsTheKernel(string opType, int gates, string direction, long linearBeforeReset)
    {
        int d = direction == "bidirectional" ? 2 : 1;
        AttributeMap usual = AttributeMap.Empty.With("hidden_size", 3L).With("direction", direction);
        usual = gates == 3 ? usual.With("linear_before_reset", linearBeforeReset) : usual;

        // A limit that nothing reaches changes no number, but the kernels know none.
        float[][] kernel = Run(usual), stepwise = Run(usual.With("clip", 1e6f));

        for (int o = 0; o < kernel.Length; o++)
        {
            for (int i = 0; i < kernel[o].Length; i++)
            {
                stepwise[o][i].ShouldBe(kernel[o][i], 1e-5f, $"output {o}, element {i}");
            }
        }

        float[][] Run(AttributeMap attributes)
        {
            var net = new TestNet();
            string x = net.Weight("x", 5, 2, 4), w = net.Weight("w", d, gates * 3, 4), r = net.Weight("r", d, gates * 3, 3), b = net.Weight("b", d, gates * 6), h = net.Weight("h", d, 2, 3);
            Node node = net.Node(opType, gates == 4 ? 3 : 2, attributes, x, w, r, b, "", h);
            using TensorScope scope = TensorScope.Begin();
            using var executor = new GraphExecutor(net.Build([.. node.Outputs]));
            IReadOnlyDictionary<string, Tensor> results = executor.Run(new Dictionary<string, Tensor>());
            return [.. node.Outputs.Select(o => results[o].ToArray<float>())];
        }
    }

    [Fact]
    public void Forward_UnknownActivation_NamesIt()
    {
        var net = new TestNet();
        string x = net.Weight("x", 2, 1, 2), w = net.Weight("w", 1, 2, 2), r = net.Weight("r", 1, 2, 2);
        using var executor = new GraphExecutor(net.Build(net.Op("RNN", AttributeMap.Empty.With("hidden_size", 2L).With("activations", new[] { "Wobble" }), x, w, r)));

        Should.Throw<InvalidInputException>(() => executor.Run(new Dictionary<string, Tensor>())).Message.ShouldContain("Wobble");
    }
}
