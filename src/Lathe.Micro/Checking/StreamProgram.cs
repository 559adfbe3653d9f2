using System.Text;
using Lathe.Graph;
using Lathe.Micro.Boards;
using Lathe.Micro.Kernels;
using Lathe.Runtime;
using Lathe.Runtime.FrontEnds;
using Lathe.Tensors;

namespace Lathe.Micro.Checking;

/// <summary>
/// Writes a program that runs one network on every input of a file and puts its outputs into another. It holds no test data, so that its
/// size is that of firmware with this network. It prints a line for each layer of the first run and the number of runs.
/// </summary>
public static class StreamProgram
{
    /// <summary>The name of the program's source file.</summary>
    public const string FileName = "stream.c";

    private const string InputFile = "inputs.bin", OutputFile = "outputs.bin";

    /// <summary>Writes the network, its library, the program and the interface to the machine; the machine's own part comes beside it.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="kernels">What instructions the kernels use.</param>
    /// <param name="frontEnd">Where the file holds recordings: how the network hears them.</param>
    public static CSources Write(IntegerGraph graph, KernelSet kernels = KernelSet.Portable, CepstralFrontEnd? frontEnd = null)
    {
        CSources sources = CWriter.Write([graph], stepwise: true, kernels, frontEnd);
        string network = new NetworkNames([graph]).Of(graph);
        var text = new StringBuilder($"""
            /* Runs {network} on the inputs in {InputFile} and writes its outputs to {OutputFile}. Written by Lathe. */
            #include <stdint.h>

            #include "lathe_check.h"
            #include "{network}.h"
            {(frontEnd is null ? "" : $"#include \"{network}_front_end.h\"\n")}
            static {network}_context memory;

            """);
        text.Append(ProgramParts.PrintNumber).Append(ProgramParts.Timed(network));
        (string Part, int Bytes, bool Input)[] parts = [.. NetworkParts.Of(graph).Select(p => (p.Part, p.Value.Bytes, p.Input))];
        string[] given = [.. parts.Where(p => p.Input).Select(p => p.Part)];
        text.Append(frontEnd is null ? Moves("read_inputs", "All inputs of a run; 0 at the end of the file.", parts.Where(p => p.Input).Select(p => $"lathe_read(file, {network}_{p.Part}(&memory), {p.Bytes}U)")) : HeardClips.Reading(frontEnd, network, given.Single()));
        text.Append(Moves("write_outputs", "All outputs of a run; 0 where they cannot be written.", parts.Where(p => !p.Input).Select(p => $"lathe_write(file, {network}_{p.Part}(&memory), {p.Bytes}U)")));
        text.Append(Main(network, frontEnd is not null));
        return sources with { Files = [.. sources.Files, SupportFiles.Interface, new CFile(FileName, text.ToString())] };
    }

    /// <summary>Writes the file that the program reads.</summary>
    public static void WriteInputs(IntegerGraph graph, IEnumerable<IReadOnlyDictionary<string, TensorData>> inputs, string folder, HeardClips? heard = null)
    {
        using FileStream file = File.Create(Path.Combine(folder, InputFile));
        if (heard is not null)
        {
            heard.Write(file);
            return;
        }

        foreach (IReadOnlyDictionary<string, TensorData> given in inputs)
        {
            foreach (IntegerValue value in graph.Inputs)
            {
                file.Write(given[value.Name].Bytes.Span);
            }
        }
    }

    /// <summary>Reads what the program wrote: the outputs of every run, by value.</summary>
    /// <exception cref="InvalidInputException">The program wrote outputs of another number of runs.</exception>
    public static IReadOnlyList<IReadOnlyDictionary<string, TensorData>> ReadOutputs(IntegerGraph graph, int runs, string folder)
    {
        string path = Path.Combine(folder, OutputFile);
        byte[] bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        int each = graph.Outputs.Sum(o => o.Bytes);
        if (bytes.Length != (long)runs * each)
        {
            throw new InvalidInputException($"The program of '{graph.Name}' wrote {bytes.Length:N0} bytes of outputs; {runs} runs give {(long)runs * each:N0}. It stopped early: see what it printed.");
        }

        return [.. Enumerable.Range(0, runs).Select(run => Outputs(graph, bytes.AsMemory(run * each, each)))];
    }

    private static IReadOnlyDictionary<string, TensorData> Outputs(IntegerGraph graph, ReadOnlyMemory<byte> bytes)
    {
        var outputs = new Dictionary<string, TensorData>();
        foreach (IntegerValue value in graph.Outputs)
        {
            outputs[value.Name] = new TensorData(value.Type, value.Shape, bytes[..value.Bytes]);
            bytes = bytes[value.Bytes..];
        }

        return outputs;
    }

    private const string Heard = """

                if (runs == 0U)
                {
                    lathe_print("heard ");
                    print_number(heard, "\n");
                }

        """;

    private static string Moves(string name, string about, IEnumerable<string> calls) =>
        $"\n/* {about} */\nstatic int32_t {name}(int32_t file)\n{{\n    int32_t whole = 1;\n\n{string.Concat(calls.Select(c => $"    whole &= {c};\n"))}\n    return whole;\n}}\n";

    private static string Main(string network, bool hears) => $$"""

        int main(void)
        {
            const int32_t from = lathe_open("{{InputFile}}", 0);
            const int32_t to = lathe_open("{{OutputFile}}", 1);
            uint32_t runs = 0U;
            int32_t going = ((from >= 0) && (to >= 0)) ? 1 : 0;

            lathe_clock_start();
            lathe_print("calibration ");
            print_number(lathe_clock_calibrate(), "\n");

            while ((going != 0) && (read_inputs(from) != 0))
            {{{(hears ? Heard : "")}}
                run_{{network}}(&memory, (runs == 0U) ? 1 : 0);
                going = write_outputs(to);
                runs++;
            }

            lathe_close(from);
            lathe_close(to);
            lathe_print("stack ");
            print_number(lathe_stack_used(), "\n");
            print_number(runs, " runs\n");

            return (going != 0) ? 0 : 1;
        }

        """;
}
