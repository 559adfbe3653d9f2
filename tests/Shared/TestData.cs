namespace Lathe.Tests;

/// <summary>Finds the shared data folder: LATHE_TEST_DATA, else shared/data above the tests.</summary>
internal static class TestData
{
    public static string? Folder { get; } = Find();

    public static string Require(string path)
    {
        Skip.If(Folder is null, "No test data: set LATHE_TEST_DATA to the folder that holds onnx/, mnist/ and the rest.");
        return Path.Combine(Folder!, path);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("LATHE_TEST_DATA") is { Length: > 0 } given)
        {
            return given;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
