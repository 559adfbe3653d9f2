using Lathe.Runtime.Tests.Vectors;

namespace Lathe.Micro.Tests;

public class CWriterTests(CasesInC program) : IClassFixture<CasesInC>
{
    public static TheoryData<string> Sets => CasesInC.IsHere ? [.. VectorSet.All.Keys] : ["(no data)"];

    public static TheoryData<string> Own => [.. OwnCases.All.Keys, .. FloatCases.All.Keys, .. PackedCases.All.Keys];

    [SkippableTheory]
    [MemberData(nameof(Own))]
    public void Run_OperationInC_EqualsTheIntegerReference(string name)
    {
        HostBuild.Require("gcc");

        program.Right.ShouldContain(name);
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Run_PublishedVectorInC_IsBitExact(string name)
    {
        Skip.IfNot(CasesInC.IsHere, "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
        HostBuild.Require("gcc");

        program.Right.ShouldContain(name);
    }
}
