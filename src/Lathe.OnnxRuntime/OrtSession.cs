using System.Runtime.InteropServices;
using System.Text;
using Lathe.OnnxRuntime.Native;

namespace Lathe.OnnxRuntime;

/// <summary>A model loaded in ONNX Runtime on the CPU. Runs may overlap; none may be under way when it is disposed.</summary>
public sealed unsafe class OrtSession : IDisposable
{
    private readonly OrtHandle _session;
    private readonly nint[] _inputNames;
    private readonly nint[] _outputNames;

    private OrtSession(OrtHandle session)
    {
        _session = session;
        Inputs = Describe(OrtTable.SessionGetInputCount, OrtTable.SessionGetInputName, OrtTable.SessionGetInputTypeInfo);
        Outputs = Describe(OrtTable.SessionGetOutputCount, OrtTable.SessionGetOutputName, OrtTable.SessionGetOutputTypeInfo);
        _inputNames = [.. Inputs.Select(i => Marshal.StringToCoTaskMemUTF8(i.Name))];
        _outputNames = [.. Outputs.Select(o => Marshal.StringToCoTaskMemUTF8(o.Name))];
    }

    /// <summary>The inputs.</summary>
    public IReadOnlyList<OrtValueInfo> Inputs { get; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<OrtValueInfo> Outputs { get; }

    internal nint Handle => _session.Value;

    /// <summary>Loads a model from bytes.</summary>
    /// <exception cref="OnnxRuntimeException">The model is not one this ONNX Runtime can run.</exception>
    public static OrtSession Open(ReadOnlySpan<byte> model, OrtSessionOptions? options = null)
    {
        using OrtHandle native = CreateOptions(options ?? new OrtSessionOptions());
        nint session;
        fixed (byte* data = model)
        {
            OrtTable.Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)OrtTable.Entry(OrtTable.CreateSessionFromArray))(OrtEnvironment.Handle, data, (nuint)model.Length, native.Value, &session), "load the model");
        }

        return new OrtSession(new OrtHandle(session, OrtTable.ReleaseSession));
    }

    /// <summary>Loads a model file.</summary>
    public static OrtSession Open(string path, OrtSessionOptions? options = null)
    {
        using OrtHandle native = CreateOptions(options ?? new OrtSessionOptions());
        nint session;
        byte[] text = OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + "\0") : Encoding.UTF8.GetBytes(path + "\0");
        fixed (byte* name = text)
        {
            OrtTable.Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)OrtTable.Entry(OrtTable.CreateSession))(OrtEnvironment.Handle, name, native.Value, &session), $"load '{path}'");
        }

        return new OrtSession(new OrtHandle(session, OrtTable.ReleaseSession));
    }

    /// <summary>Runs the model on named inputs; the results are the caller's to free.</summary>
    public IReadOnlyDictionary<string, OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs)
    {
        nint* names = stackalloc nint[Math.Max(1, inputs.Count)];
        nint* values = stackalloc nint[Math.Max(1, inputs.Count)];
        int count = 0;
        for (int i = 0; i < Inputs.Count; i++)
        {
            if (inputs.TryGetValue(Inputs[i].Name, out OrtValue? value))
            {
                names[count] = _inputNames[i];
                values[count++] = value.Handle;
            }
        }

        if (count != inputs.Count)
        {
            throw new OnnxRuntimeException($"The model has inputs {string.Join(", ", Inputs.Select(i => i.Name))}; given were {string.Join(", ", inputs.Keys)}.");
        }

        nint* results = stackalloc nint[Outputs.Count];
        new Span<nint>(results, Outputs.Count).Clear();
        fixed (nint* outputs = _outputNames)
        {
            OrtTable.Check(((delegate* unmanaged<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)OrtTable.Entry(OrtTable.Run))(_session.Value, 0, names, values, (nuint)count, outputs, (nuint)Outputs.Count, results), "run the model");
        }

        // The native call saw bare pointers: nothing they belong to may be collected before it returns.
        GC.KeepAlive(inputs);
        GC.KeepAlive(this);

        var named = new Dictionary<string, OrtValue>();
        for (int i = 0; i < Outputs.Count; i++)
        {
            named[Outputs[i].Name] = OrtValue.Adopt(results[i]);
        }

        return named;
    }

    /// <summary>Ends profiling and returns the path of the profile.</summary>
    public string EndProfiling()
    {
        nint text;
        OrtTable.Check(((delegate* unmanaged<nint, nint, nint*, nint>)OrtTable.Entry(OrtTable.SessionEndProfiling))(_session.Value, OrtEnvironment.Allocator, &text), "end profiling");
        return TakeText(text);
    }

    /// <summary>Unloads the model.</summary>
    public void Dispose()
    {
        if (_session.IsClosed)
        {
            return;
        }

        _session.Dispose();
        foreach (nint name in _inputNames.Concat(_outputNames))
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    private static OrtHandle CreateOptions(OrtSessionOptions options)
    {
        nint created;
        OrtTable.Check(((delegate* unmanaged<nint*, nint>)OrtTable.Entry(OrtTable.CreateSessionOptions))(&created), "create session options");
        nint native = created;
        var handle = new OrtHandle(native, OrtTable.ReleaseSessionOptions);
        SetNumber(OrtTable.SetIntraOpNumThreads, options.Threads);
        SetNumber(OrtTable.SetInterOpNumThreads, 1);
        SetNumber(OrtTable.SetSessionGraphOptimizationLevel, options.OptimizationLevel);
        SetPath(OrtTable.SetOptimizedModelFilePath, options.OptimizedModelPath);
        SetPath(OrtTable.EnableProfiling, options.ProfilePrefix);
        foreach ((string key, string value) in options.Config)
        {
            fixed (byte* k = Encoding.UTF8.GetBytes(key + "\0"))
            fixed (byte* v = Encoding.UTF8.GetBytes(value + "\0"))
            {
                OrtTable.Check(((delegate* unmanaged<nint, byte*, byte*, nint>)OrtTable.Entry(OrtTable.AddSessionConfigEntry))(native, k, v), $"set {key}");
            }
        }

        return handle;

        void SetNumber(int entry, int value) => OrtTable.Check(((delegate* unmanaged<nint, int, nint>)OrtTable.Entry(entry))(native, value), "set session options");

        void SetPath(int entry, string? path)
        {
            if (path is null)
            {
                return;
            }

            byte[] text = OperatingSystem.IsWindows() ? Encoding.Unicode.GetBytes(path + "\0") : Encoding.UTF8.GetBytes(path + "\0");
            fixed (byte* p = text)
            {
                OrtTable.Check(((delegate* unmanaged<nint, byte*, nint>)OrtTable.Entry(entry))(native, p), "set session options");
            }
        }
    }

    private List<OrtValueInfo> Describe(int countEntry, int nameEntry, int typeEntry)
    {
        nuint count;
        OrtTable.Check(((delegate* unmanaged<nint, nuint*, nint>)OrtTable.Entry(countEntry))(_session.Value, &count), "count values");
        var infos = new List<OrtValueInfo>();
        for (nuint i = 0; i < count; i++)
        {
            nint text, type, tensor;
            OrtTable.Check(((delegate* unmanaged<nint, nuint, nint, nint*, nint>)OrtTable.Entry(nameEntry))(_session.Value, i, OrtEnvironment.Allocator, &text), "name a value");
            string name = TakeText(text);
            OrtTable.Check(((delegate* unmanaged<nint, nuint, nint*, nint>)OrtTable.Entry(typeEntry))(_session.Value, i, &type), "describe a value");
            using var info = new OrtHandle(type, OrtTable.ReleaseTypeInfo);
            OrtTable.Check(((delegate* unmanaged<nint, nint*, nint>)OrtTable.Entry(OrtTable.CastTypeInfoToTensorInfo))(type, &tensor), "describe a value");
            if (tensor == 0)
            {
                throw new OnnxRuntimeException($"'{name}' is not a tensor; sequences and maps are not supported.");
            }

            (Tensors.DType element, long[] dimensions) = OrtShapes.Read(tensor, name);
            infos.Add(new OrtValueInfo(name, element, dimensions));
        }

        return infos;
    }

    private static string TakeText(nint text)
    {
        string value = Marshal.PtrToStringUTF8(text) ?? "";
        OrtTable.Check(((delegate* unmanaged<nint, nint, nint>)OrtTable.Entry(OrtTable.AllocatorFree))(OrtEnvironment.Allocator, text), "free a text");
        return value;
    }
}
