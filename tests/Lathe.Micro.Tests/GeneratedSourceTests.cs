using Lathe.Micro.Checking;
using Lathe.Micro.Kernels;
using Lathe.Micro.Toolchains;
using Lathe.Runtime.Tests.Vectors;

namespace Lathe.Micro.Tests;

public class GeneratedSourceTests
{
    private static readonly string[] s_sets = ["ds_cnn_s", "lstm_2", "lstm_one_time_step_s16", "softmax_s16", "basic_2_int4", "add_s16", "mul", "transpose_conv_1", "pad_int8_1", "transpose_nhcw", "maxpooling"];

    [SkippableTheory]
    [InlineData(KernelSet.Dsp)]
    [InlineData(KernelSet.Helium)]
    public void KernelsWithInstructionsOfTheirOwn_UnderCppcheck_AreClean(KernelSet kernels)
    {
        Skip.IfNot(CasesInC.IsHere, "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
        HostBuild.Require("cppcheck");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lathe-cppcheck");
        try
        {
            CSources sources = CWriter.Write(kernels, [VectorGraph.Of(VectorSet.All["ds_cnn_s"]).Graph, .. PackedCases.All.Values.Select(c => c.Graph)]);
            foreach (CFile file in sources.Files)
            {
                File.WriteAllText(Path.Combine(folder.FullName, file.Name), file.Text);
            }

            ToolResult result = Tool.Run("cppcheck", folder.FullName, TimeSpan.FromMinutes(2), "--std=c99", "--enable=warning,style,performance,portability", "--inline-suppr", "--quiet", "--error-exitcode=1", "lathe_kernels.c");

            (result.ExitCode, result.Errors).ShouldBe((0, ""));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public void Sources_UnderClang_GiveNoWarning()
    {
        using HostBuild build = Build("clang");

        ToolResult result = build.Compile("clang", "-Wcast-align", "-Wcast-qual", "-Wstrict-prototypes", "-fsyntax-only", "all.c");

        (result.ExitCode, result.Errors).ShouldBe((0, ""));
    }

    [SkippableFact]
    public void Sources_UnderCppcheck_AreClean()
    {
        using HostBuild build = Build("cppcheck");

        ToolResult result = Tool.Run("cppcheck", build.Folder, TimeSpan.FromMinutes(2), "--std=c99", "--enable=warning,style,performance,portability", "--inline-suppr", "--quiet", "--error-exitcode=1", "lathe_kernels.c", "ds_cnn_s.c", "float_conv.c", "float_gru.c");

        (result.ExitCode, result.Errors).ShouldBe((0, ""));
    }

    private static HostBuild Build(string tool)
    {
        Skip.IfNot(CasesInC.IsHere, "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
        HostBuild.Require(tool);
        return new HostBuild(CheckProgram.Write([.. VectorSet.All.Values.Where(s => s_sets.Contains(s.Name)).Select(CasesInC.Case), .. FloatCases.All.Values, .. PackedCases.All.Values]));
    }
}
