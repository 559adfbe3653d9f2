using System.Text;
using Lathe.Graph;
using Lathe.Micro.Boards;
using Lathe.Micro.Kernels;
using Lathe.Micro.Writing;
using Lathe.Runtime;
using Lathe.Tensors;

namespace Lathe.Micro.Checking;

/// <summary>
/// Writes a program that runs networks on known inputs and compares every code of their outputs: on the host, under an emulator or on
/// the board itself. It prints a line for each layer of each network's first case, <c>step NETWORK NUMBER TICKS</c>, a line for each case,
/// <c>ok NETWORK NUMBER</c> or <c>wrong NETWORK NUMBER PLACE</c>, and the number of wrong ones.
/// </summary>
public static class CheckProgram
{
    /// <summary>The name of the program's source file.</summary>
    public const string FileName = "check.c";

    private const string Start = """
        /* Runs networks on known inputs and compares their outputs. Written by Lathe. */
        #include <stdint.h>

        #include "lathe_check.h"

        """;

    private const string Report = """

        /* Prints what became of a case: the first place that differs, or -1. */
        static int32_t report(const char *network, uint32_t number, int32_t wrong)
        {
            lathe_print((wrong < 0) ? "ok " : "wrong ");
            lathe_print(network);
            lathe_print(" ");
            print_number(number, (wrong < 0) ? "\n" : " ");

            if (wrong >= 0)
            {
                print_number((uint32_t)wrong, "\n");
            }

            return (wrong < 0) ? 0 : 1;
        }

        """;

    /// <summary>Writes the networks, their library, the program and the interface to the machine; the machine's own part comes beside it.</summary>
    /// <param name="cases">The inputs, with what must come out.</param>
    /// <param name="kernels">What instructions the kernels use.</param>
    public static CSources Write(IReadOnlyList<CheckCase> cases, KernelSet kernels = KernelSet.Portable)
    {
        IntegerGraph[] graphs = [.. cases.Select(c => c.Graph).Distinct()];
        var networks = new NetworkNames(graphs);
        CSources sources = CWriter.Write(graphs, stepwise: true, kernels);
        var text = new StringBuilder(Start);
        text.Append(string.Concat(networks.All.Select(n => $"#include \"{n}.h\"\n"))).Append('\n');
        text.Append(string.Concat(networks.All.Select(n => $"static {n}_context {n}_memory;\n"))).Append(ProgramParts.PrintNumber).Append(Report);
        foreach (string network in networks.All)
        {
            text.Append(ProgramParts.Timed(network));
        }

        var seen = new HashSet<IntegerGraph>();
        for (int i = 0; i < cases.Count; i++)
        {
            Case(text, cases[i], networks.Of(cases[i].Graph), i, timed: seen.Add(cases[i].Graph));
        }

        text.Append("int main(void)\n{\n    int32_t wrong = 0;\n\n    lathe_clock_start();\n    lathe_print(\"calibration \");\n    print_number(lathe_clock_calibrate(), \"\\n\");\n\n");
        text.Append(string.Concat(cases.Select((_, i) => $"    wrong += case_{i}();\n")));
        text.Append("\n    lathe_print(\"stack \");\n    print_number(lathe_stack_used(), \"\\n\");\n    print_number((uint32_t)wrong, \" wrong\\n\");\n\n    return (wrong == 0) ? 0 : 1;\n}\n");
        return sources with { Files = [.. sources.Files, SupportFiles.Interface, new CFile(FileName, text.ToString())] };
    }

    private static void Case(StringBuilder text, CheckCase given, string network, int number, bool timed)
    {
        (IntegerValue Value, string Part, bool Input)[] parts = [.. NetworkParts.Of(given.Graph)];
        foreach ((IntegerValue value, string part, bool input) in parts)
        {
            TensorData data = (input ? given.Inputs : given.Expected)[value.Name];
            text.Append('\n').Append(Values($"case_{number}_{part}", data));
        }

        text.Append($"\nstatic int32_t case_{number}(void)\n{{\n    {network}_context *const context = &{network}_memory;\n    int32_t wrong = -1;\n\n");
        foreach ((IntegerValue value, string part, _) in parts.Where(p => p.Input))
        {
            text.Append($"    for (int32_t i = 0; i < {value.Shape.Count}; i++)\n    {{\n        {network}_{part}(context)[i] = case_{number}_{part}[i];\n    }}\n\n");
        }

        text.Append($"    run_{network}(context, {(timed ? 1 : 0)});\n\n");
        foreach ((IntegerValue value, string part, _) in parts.Where(p => !p.Input))
        {
            text.Append($"    for (int32_t i = 0; (i < {value.Shape.Count}) && (wrong < 0); i++)\n    {{\n        wrong = ({network}_{part}(context)[i] == case_{number}_{part}[i]) ? -1 : i;\n    }}\n\n");
        }

        text.Append($"    return report(\"{network}\", {number}U, wrong);\n}}\n");
    }

    private static string Values(string name, TensorData data) =>
        data.Type == DType.Float32 ? CText.Array(name, data.ToFloats()) : CText.Array(CTypes.Of(data.Type), name, data.ToIntegers());
}
