using Lathe.Compression.Quantization.Scaling;
using Lathe.Compression.Quantization.Weights;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Equalize;

/// <summary>
/// Makes the ranges of channels alike between layers: with r1 and r2 the largest weights of a channel before and behind, the first layer is
/// divided by <c>s = sqrt(r1 / r2)</c>, after which both ranges are <c>sqrt(r1 r2)</c> (Nagel et al. 2019).
/// </summary>
public static class CrossLayerEqualization
{
    private const double Settled = 1e-4;

    /// <summary>Equalizes a network whose normalisation is folded; it computes the same.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="rounds">Rounds over all pairs.</param>
    /// <param name="moved">Told what each first layer makes and by what its channels were divided.</param>
    public static ModelGraph Apply(ModelGraph graph, int rounds, Action<string, double[]>? moved = null)
    {
        IReadOnlyList<ChannelPair> pairs = ChannelPair.Of(graph, WeightLayer.Of(graph, []));
        for (int round = 0; round < rounds; round++)
        {
            double largest = 0;
            foreach (ChannelPair pair in pairs)
            {
                double[] factors = Factors(graph, pair);
                graph = pair.Move(graph, factors);
                moved?.Invoke(pair.First.Node.Outputs[0], factors);
                largest = Math.Max(largest, factors.Max(f => Math.Abs(f - 1)));
            }

            if (largest < Settled)
            {
                break;
            }
        }

        return graph;
    }

    private static double[] Factors(ModelGraph graph, ChannelPair pair)
    {
        ReadOnlySpan<float> first = graph.Parameters[pair.First.Weight].AsSpan<float>(), second = graph.Parameters[pair.Second.Weight].AsSpan<float>();
        double[] before = new double[pair.Channels], behind = new double[pair.Channels];
        for (int output = 0; output < pair.First.Outputs; output++)
        {
            for (int k = 0; k < pair.First.Inputs; k++)
            {
                before[output] = Math.Max(before[output], Math.Abs(first[pair.First.Place(output, k)]));
            }
        }

        for (int output = 0; output < pair.Second.Outputs; output++)
        {
            for (int k = 0; k < pair.Second.Inputs; k++)
            {
                int channel = pair.ChannelOf(output, k);
                behind[channel] = Math.Max(behind[channel], Math.Abs(second[pair.Second.Place(output, k)]));
            }
        }

        // A dead channel has no range to move.
        return [.. before.Zip(behind, (a, b) => a > 0 && b > 0 ? Math.Sqrt(a / b) : 1)];
    }
}
