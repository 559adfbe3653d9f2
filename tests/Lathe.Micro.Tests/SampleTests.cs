using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Lathe.Graph;
using Lathe.Micro.Checking;
using Lathe.Micro.Kernels;
using Lathe.Micro.Toolchains;
using Lathe.Runtime;
using Lathe.Runtime.Tests.Vectors;

namespace Lathe.Micro.Tests;

/// <summary>The projects in samples/ with the published keyword network in the place of a trained one.</summary>
public sealed class SampleTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    private const string Arduino = """
        #include <stdint.h>
        #include <stdio.h>

        struct Port
        {
            void begin(long) { }
            int available() { return 1; }
            int read() { return getchar(); }
            void print(const char *text) { printf("%s", text); }
            void print(int number) { printf("%d", number); }
            void print(unsigned long number) { printf("%lu", number); }
            void print(double number) { printf("%.2f", number); }
            void println(const char *text) { printf("%s\n", text); }
        };
        static Port Serial;
        static unsigned long micros() { return 7; }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lathe-sample");

    [SkippableFact]
    public void CMake_ClipAsNumbers_HearsWhatTheReferenceHears()
    {
        CheckCase given = Write(KernelSet.Portable);
        HostBuild.Require("cmake");
        string numbers = string.Join(' ', CodedTensors.Dequantize(given.Inputs.Values.Single(), Scale(given.Graph.Inputs[0], given.Graph)).Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        File.WriteAllText(Path.Combine(_folder.FullName, "clip.txt"), numbers);

        Done("cmake", "-S", Sample("micro-cmake"), "-B", "build", $"-DNETWORK={_folder.FullName}", "-DCMAKE_C_FLAGS=-Wall -Wextra -Wpedantic -Wconversion -Werror");
        Done("cmake", "--build", "build");
        string said = Done("sh", "-c", "build/spoken_digits < clip.txt");

        said.ShouldEndWith($"heard {Heard(given)}\n");
        said.Split('\n').Length.ShouldBe(given.Expected.Values.Single().Count + 2);
    }

    [SkippableFact]
    public void CMake_ForACortexM4_GivesALibrary()
    {
        Write(KernelSet.Dsp);
        HostBuild.Require("cmake");
        HostBuild.Require("arm-none-eabi-gcc");

        Done("cmake", "-S", Sample("micro-cmake"), "-B", "build", $"-DNETWORK={_folder.FullName}", "-DCMAKE_TOOLCHAIN_FILE=cortex-m4.cmake");
        Done("cmake", "--build", "build");

        File.Exists(Path.Combine(_folder.FullName, "build", "libnetwork.a")).ShouldBeTrue();
    }

    [SkippableFact]
    public void Sketch_ClipAsCodes_HearsWhatTheReferenceHears()
    {
        CheckCase given = Write(KernelSet.Portable);
        HostBuild.Require("g++");
        File.WriteAllText(Path.Combine(_folder.FullName, "Arduino.h"), Arduino);
        File.Copy(Path.Combine(Sample("micro-arduino"), "SpokenDigits", "SpokenDigits.ino"), Path.Combine(_folder.FullName, "sketch.cpp"));
        File.WriteAllText(Path.Combine(_folder.FullName, "main.cpp"), "#include \"sketch.cpp\"\nint main()\n{\n    setup();\n    loop();\n}\n");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "clip.bin"), given.Inputs.Values.Single().Bytes.ToArray());

        Done("gcc", "-std=c99", "-O2", "-c", "ds_cnn.c", "lathe_kernels.c");
        Done("g++", "-Wall", "-Wextra", "-Werror", "-I.", "-o", "sketch", "main.cpp", "ds_cnn.o", "lathe_kernels.o");
        string said = Done("sh", "-c", "./sketch < clip.bin");

        said.ShouldStartWith($"heard {Heard(given)}, score ");
        said.ShouldEndWith(" us\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private CheckCase Write(KernelSet kernels)
    {
        Skip.IfNot(CasesInC.IsHere, "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
        CheckCase known = CasesInC.Case(VectorSet.All["ds_cnn_s"]);
        IntegerGraph graph = known.Graph with
        {
            Name = "ds-cnn",
            Scales = known.Graph.Inputs.Concat(known.Graph.Outputs).ToImmutableDictionary(v => v.Name, _ => new CodeScale(0.0625, 3)),
        };
        foreach (CFile file in CWriter.Write(kernels, graph).Files)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, file.Name), file.Text);
        }

        return known with { Graph = graph };
    }

    private string Done(string tool, params string[] arguments)
    {
        ToolResult ran = Tool.Run(tool, _folder.FullName, s_limit, arguments);
        ran.ExitCode.ShouldBe(0, ran.Output + ran.Errors);
        return ran.Output;
    }

    private static int Heard(CheckCase given)
    {
        long[] codes = given.Expected.Values.Single().ToIntegers();
        return Array.IndexOf(codes, codes.Max());
    }

    private static CodeScale Scale(IntegerValue value, IntegerGraph graph) => graph.Scales[value.Name];

    private static string Sample(string name, [CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "samples", name));
}
