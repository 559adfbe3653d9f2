using Lathe.Hardware.Learned.Kernels;
using Lathe.Hardware.Learned.Profiles;
using Lathe.OnnxRuntime.Profiling;

namespace Lathe.Pipeline.Latency;

/// <summary>
/// Finds the kernels of a network in a profile of it. Nodes that ONNX Runtime adds get their names in an order that differs from session to
/// session, so a name counts only together with what the node writes; then come nodes of the operator that write as much, in the order
/// they run, and last what has the name or the operator alone.
/// </summary>
internal static class ProfiledKernels
{
    /// <summary>The time of every kernel; 0 of one that the profile does not have.</summary>
    public static KernelTiming[] Of(IReadOnlyList<NetworkKernel> kernels, OrtProfile profile)
    {
        OrtNodeTiming?[] found = new OrtNodeTiming?[kernels.Count];
        HashSet<OrtNodeTiming> free = new(profile.Nodes, ReferenceEqualityComparer.Instance);
        foreach (Func<NetworkKernel, OrtNodeTiming, bool> same in (Func<NetworkKernel, OrtNodeTiming, bool>[])[(k, n) => k.Name == n.Name && Operator(k) == n.OpType && Writes(k, n), (k, n) => Operator(k) == n.OpType && Writes(k, n), (k, n) => k.Name == n.Name, (k, n) => Operator(k) == n.OpType])
        {
            for (int i = 0; i < found.Length; i++)
            {
                if (found[i] is null && profile.Nodes.FirstOrDefault(n => free.Contains(n) && same(kernels[i], n)) is { } node)
                {
                    found[i] = node;
                    free.Remove(node);
                }
            }
        }

        return [.. kernels.Select((k, i) => new KernelTiming(k.Source, k.Config, found[i]?.QuietMicroseconds ?? 0))];
    }

    private static string Operator(NetworkKernel kernel) => kernel.Config.Operator.Split('.')[0];

    // A node of several outputs tells the shape of its first alone.
    private static bool Writes(NetworkKernel kernel, OrtNodeTiming node)
    {
        long written = node.OutputShape.Aggregate(1L, (a, b) => a * b);
        return kernel.Config.Operator == "Split" ? written <= kernel.Config.WriteElements : written == kernel.Config.WriteElements;
    }
}
