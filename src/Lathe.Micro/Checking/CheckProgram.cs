using System.Text;
using Lathe.Graph;
using Lathe.Micro.Writing;
using Lathe.Runtime;
using Lathe.Tensors;

namespace Lathe.Micro.Checking;

/// <summary>
/// Writes a program that runs networks on known inputs and compares every code of their outputs: on the host, under an emulator or on
/// the board itself. It prints a line for each case, <c>ok NAME</c> or <c>wrong NAME: ...</c>, and ends with the number of wrong ones.
/// </summary>
public static class CheckProgram
{
    /// <summary>The name of the program's source file.</summary>
    public const string FileName = "check.c";

    /// <summary>Writes the networks, their library and the program.</summary>
    public static CSources Write(IReadOnlyList<CheckCase> cases)
    {
        IntegerGraph[] graphs = [.. cases.Select(c => c.Graph).Distinct()];
        var networks = new NetworkNames(graphs);
        CSources sources = CWriter.Write(graphs);
        var text = new StringBuilder("/* Runs networks on known inputs and compares their outputs. Written by Lathe. */\n#include <stdint.h>\n#include <stdio.h>\n\n");
        text.Append(string.Concat(networks.All.Select(n => $"#include \"{n}.h\"\n"))).Append('\n');
        text.Append(string.Concat(networks.All.Select(n => $"static {n}_context {n}_memory;\n"))).Append('\n');
        for (int i = 0; i < cases.Count; i++)
        {
            Case(text, cases[i], networks.Of(cases[i].Graph), i);
        }

        text.Append("int main(void)\n{\n    int wrong = 0;\n\n");
        for (int i = 0; i < cases.Count; i++)
        {
            text.Append($"    wrong += case_{i}();\n");
        }

        text.Append("    printf(\"%d wrong\\n\", wrong);\n\n    return (wrong == 0) ? 0 : 1;\n}\n");
        return sources with { Files = sources.Files.Add(new CFile(FileName, text.ToString())) };
    }

    private static void Case(StringBuilder text, CheckCase given, string network, int number)
    {
        IntegerGraph graph = given.Graph;
        foreach (IntegerValue value in graph.Inputs)
        {
            text.Append(Codes(given.Inputs[value.Name], $"case_{number}_{CNames.Identifier(value.Name)}"));
        }

        foreach (IntegerValue value in graph.Outputs)
        {
            text.Append(Codes(given.Expected[value.Name], $"case_{number}_{CNames.Identifier(value.Name)}_expected"));
        }

        text.Append($"\nstatic int case_{number}(void)\n{{\n    {network}_context *const context = &{network}_memory;\n    int32_t wrong = -1;\n\n");
        foreach ((IntegerValue value, string part, _) in NetworkParts.Of(graph).Where(p => p.Input))
        {
            string name = $"case_{number}_{CNames.Identifier(value.Name)}";
            text.Append($"    for (int32_t i = 0; i < {value.Shape.Count}; i++)\n    {{\n        {network}_{part}(context)[i] = {name}[i];\n    }}\n\n");
        }

        text.Append($"    {network}_run(context);\n\n");
        foreach ((IntegerValue value, string part, _) in NetworkParts.Of(graph).Where(p => !p.Input))
        {
            string name = $"case_{number}_{CNames.Identifier(value.Name)}_expected";
            text.Append($"    for (int32_t i = 0; (i < {value.Shape.Count}) && (wrong < 0); i++)\n    {{\n        wrong = ({network}_{part}(context)[i] == {name}[i]) ? -1 : i;\n    }}\n\n");
        }

        text.Append($"    if (wrong < 0)\n    {{\n        printf(\"ok {network} {number}\\n\");\n    }}\n    else\n    {{\n        printf(\"wrong {network} {number}: the first code that differs is number %ld\\n\", (long)wrong);\n    }}\n\n    return (wrong < 0) ? 0 : 1;\n}}\n\n");
    }

    private static string Codes(TensorData data, string name) => CText.Array(data.Type == DType.Int8 ? "int8_t" : "int16_t", name, data.ToIntegers());
}
