using System.Collections.Immutable;

namespace Lathe.Onnx.Conformance;

/// <summary>
/// Runs the standard's own test vectors: a folder for each case with <c>model.onnx</c> and <c>test_data_set_N</c> of inputs and
/// expected outputs, as Debian's libonnx-testdata installs them.
/// </summary>
public static class ConformanceSuite
{
    /// <summary>Where Debian's libonnx-testdata puts the cases of single operators.</summary>
    public const string DebianFolder = "/usr/share/libonnx-testdata/data/node";

    /// <summary>Runs every case of a folder.</summary>
    /// <exception cref="MissingDependencyException">The folder holds no cases.</exception>
    public static ConformanceReport Run(string folder, CancellationToken cancellation = default)
    {
        string[] cases = Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, "model.onnx"))).Order(StringComparer.Ordinal)] : [];
        if (cases.Length == 0)
        {
            throw new MissingDependencyException($"'{folder}' holds no ONNX test cases.", "Install Debian's libonnx-testdata (apt-get install libonnx-testdata), or give the folder that has a folder with model.onnx for each case.");
        }

        var results = ImmutableArray.CreateBuilder<ConformanceResult>(cases.Length);
        foreach (string path in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add(ConformanceCase.Run(path));
        }

        return new ConformanceReport(results.MoveToImmutable());
    }
}
