using System.Text;
using Lathe.OnnxRuntime.Native;

namespace Lathe.OnnxRuntime;

/// <summary>Inputs and outputs bound to memory once, so that repeated runs allocate nothing; for measuring.</summary>
public sealed unsafe class OrtBinding : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtHandle _binding;
    private readonly List<OrtValue> _owned = [];

    /// <summary>Creates an empty binding of a session.</summary>
    public OrtBinding(OrtSession session)
    {
        _session = session;
        nint binding;
        OrtTable.Check(((delegate* unmanaged<nint, nint*, nint>)OrtTable.Entry(OrtTable.CreateIoBinding))(session.Handle, &binding), "create a binding");
        _binding = new OrtHandle(binding, OrtTable.ReleaseIoBinding);
    }

    /// <summary>Binds an input; the value becomes the binding's.</summary>
    public void Input(string name, OrtValue value) => Bind(OrtTable.BindInput, name, value);

    /// <summary>Binds an output; the value becomes the binding's.</summary>
    public void Output(string name, OrtValue value) => Bind(OrtTable.BindOutput, name, value);

    /// <summary>Runs the model once.</summary>
    public void Run()
    {
        OrtTable.Check(((delegate* unmanaged<nint, nint, nint, nint>)OrtTable.Entry(OrtTable.RunWithBinding))(_session.Handle, 0, _binding.Value), "run the model");

        // The native call saw bare pointers: nothing they belong to may be collected before it returns.
        GC.KeepAlive(this);
    }

    /// <summary>Frees the binding and its values.</summary>
    public void Dispose()
    {
        _binding.Dispose();
        _owned.ForEach(v => v.Dispose());
    }

    private void Bind(int entry, string name, OrtValue value)
    {
        _owned.Add(value);
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
        {
            OrtTable.Check(((delegate* unmanaged<nint, byte*, nint, nint>)OrtTable.Entry(entry))(_binding.Value, text, value.Handle), $"bind '{name}'");
        }
    }
}
