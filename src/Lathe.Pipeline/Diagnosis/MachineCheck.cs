using System.Runtime.Intrinsics;
using Lathe.Hardware;
using Lathe.Onnx;
using Lathe.Onnx.Conformance;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Reports;
using Lathe.Tensors;
using Lathe.Tensors.OneDnn;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Diagnosis;

/// <summary>Looks at everything Lathe can use: processor, kernels, libraries, data sets and meters.</summary>
public static class MachineCheck
{
    /// <summary>Everything, in the order it is shown.</summary>
    public static IReadOnlyList<Finding> Run() => [.. Hardware(), .. Libraries(), .. Data(), .. Meters.Look()];

    private static IEnumerable<Finding> Hardware()
    {
        MachineDescription machine = MachineDescription.Detect();
        int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
        yield return new Finding("processor", $"{machine.Cpu}, {machine.Cores} cores");
        yield return new Finding("instruction sets", machine.Instructions.Count > 0 ? string.Join(' ', machine.Instructions) : "none that matter here");
        yield return new Finding("integer dot products", machine.HasIntegerDotProducts ? "yes: weights use 8 bits" : "no: weights use 7 of 8 bits, so that sums do not saturate", machine.HasIntegerDotProducts);
        yield return new Finding("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0:0.0} GB");
        yield return new Finding("system", $"{machine.System}, {machine.Runtime}");
        yield return new Finding("kernels: managed", width > 0 ? $"vectors of {width} bits" : "no vectors: slow", width > 0);
        string report = Backends.Select("onednn", ComputeBackend.Current.Threads.Count).Report;
        bool native = report.StartsWith("onednn", StringComparison.Ordinal);
        yield return new Finding("kernels: oneDNN", report, native, native ? null : "apt-get install libdnnl2");
        yield return new Finding("kernels: in use", ComputeBackend.Current.Name + $", {ComputeBackend.Current.Threads.Count} threads (LATHE_BACKEND, LATHE_THREADS)");
    }

    private static IEnumerable<Finding> Libraries()
    {
        yield return Try("ONNX Runtime", required: true, () =>
        {
            using OrtSession session = OrtSession.Open(OnnxModel.ToBytes(Models.ModelZoo.Create("lenet-300-100")));
            return $"{OrtRuntime.Version}, runs a model";
        });
        bool charts = ChartLibrary.TryRead() is not null;
        yield return new Finding("charts of the report", charts ? "here" : "missing: reports have tables only", charts, charts ? null : "./lathe doctor (fetches the npm package echarts)");
        bool vectors = Directory.Exists(ConformanceSuite.DebianFolder);
        yield return new Finding("ONNX test vectors", vectors ? ConformanceSuite.DebianFolder : "missing: conformance cannot run", vectors, vectors ? null : "apt-get install libonnx-testdata");
    }

    private static IEnumerable<Finding> Data() => DatasetCatalog.Names.Where(n => n != "synthetic-images")
        .Select(name => Try("data: " + name, required: false, () => DatasetCatalog.Locate(name)));

    private static Finding Try(string what, bool required, Func<string> look)
    {
        try
        {
            return new Finding(what, look(), Required: required);
        }
        catch (MissingDependencyException missing)
        {
            return new Finding(what, missing.What, false, missing.Remedy, required);
        }
        catch (LatheException error)
        {
            return new Finding(what, error.Message, false, null, required);
        }
    }
}
