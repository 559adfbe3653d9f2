using Lathe.Micro.Writing;
using Lathe.Runtime;

namespace Lathe.Micro;

/// <summary>What functions hand out the inputs and outputs of a network: the only input is called so, one of several after its value.</summary>
internal static class NetworkParts
{
    public static IEnumerable<(IntegerValue Value, string Part, bool Input)> Of(IntegerGraph graph)
    {
        var names = new CNames();
        foreach (IntegerValue input in graph.Inputs)
        {
            yield return (input, graph.Inputs.Length == 1 ? "input" : names.Unique("input_" + input.Name), true);
        }

        foreach (IntegerValue output in graph.Outputs)
        {
            yield return (output, graph.Outputs.Length == 1 ? "output" : names.Unique("output_" + output.Name), false);
        }
    }
}
