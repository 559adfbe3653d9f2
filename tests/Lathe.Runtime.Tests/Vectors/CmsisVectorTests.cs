using System.Collections.Immutable;
using Lathe.Graph;

namespace Lathe.Runtime.Tests.Vectors;

public class CmsisVectorTests
{
    private const string Absent = "(no data)";

    public static TheoryData<string> Sets => VectorSet.Path is { } path && File.Exists(path) ? [.. VectorSet.All.Keys] : [Absent];

    [SkippableFact]
    public void File_Holds107Sets()
    {
        SkipWithoutData();

        VectorSet.All.Count.ShouldBe(107);
    }

    [SkippableTheory]
    [MemberData(nameof(Sets))]
    public void Run_PublishedVector_IsBitExact(string name)
    {
        SkipWithoutData();
        VectorGraph vector = VectorGraph.Of(VectorSet.All[name]);
        var executor = new IntegerExecutor(vector.Graph);

        ImmutableDictionary<string, TensorData> outputs = executor.Run(vector.Inputs);

        vector.Expected.ShouldNotBeEmpty();
        outputs.Values.Single().ToIntegers().ShouldBe(vector.Expected);
    }

    private static void SkipWithoutData() =>
        Skip.If(VectorSet.Path is null || !File.Exists(VectorSet.Path), "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
}
