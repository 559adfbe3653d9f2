using Lathe.Runtime.Tests.Vectors;

namespace Lathe.Micro.Tests;

public class CWriterVectorTests(PublishedVectorsInC program) : IClassFixture<PublishedVectorsInC>
{
    public static TheoryData<string> Sets => PublishedVectorsInC.IsHere ? [.. VectorSet.All.Keys] : ["(no data)"];

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Run_PublishedVectorInC_IsBitExact(string name)
    {
        Skip.IfNot(PublishedVectorsInC.IsHere, "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
        HostBuild.Require("gcc");

        program.Right.ShouldContain(name);
    }
}
