using System.Runtime.InteropServices;
using Lathe.Tensors.Memory;
using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn;

/// <summary>A primitive with its operands, ready to run again and again on other buffers of the same shapes; a run allocates nothing managed.</summary>
internal sealed unsafe class PrimitivePlan : IDisposable
{
    private readonly DnnlPrimitive _primitive;
    private readonly Operand[] _operands;
    private readonly ExecutionArgument* _arguments;
    private readonly long _stagingBytes;
    private readonly string _operation;

    /// <summary>Takes over primitive and operands.</summary>
    /// <param name="primitive">The primitive.</param>
    /// <param name="operands">Its arguments, in the order <see cref="Run"/> gets their buffers.</param>
    /// <param name="operation">Operation and shapes for messages.</param>
    /// <param name="implementation">oneDNN's name of the implementation.</param>
    public PrimitivePlan(DnnlPrimitive primitive, Operand[] operands, string operation, string implementation)
    {
        _primitive = primitive;
        _operands = operands;
        _operation = operation;
        Implementation = implementation;
        _arguments = (ExecutionArgument*)NativeMemory.Alloc((nuint)(operands.Length * sizeof(ExecutionArgument)));
        for (int i = 0; i < operands.Length; i++)
        {
            _arguments[i] = new ExecutionArgument { Argument = operands[i].Argument, Memory = operands[i].Memory };
            _stagingBytes += operands[i].StagingBytes;
        }
    }

    /// <summary>oneDNN's name of the implementation, such as jit:avx2.</summary>
    public string Implementation { get; }

    /// <summary>Bytes reordered through staging per run; 0 when every buffer is used in place.</summary>
    public long StagingBytes => _stagingBytes;

    /// <summary>Runs on the given buffers, one per operand that has one.</summary>
    public void Run(nint stream, ReadOnlySpan<nint> buffers)
    {
        using var scratch = new Scratch(_stagingBytes / sizeof(float));
        byte* staging = (byte*)scratch.Floats;
        for (int i = 0; i < _operands.Length; i++)
        {
            _operands[i].Bind((void*)(i < buffers.Length ? buffers[i] : 0), ref staging, _operation);
            _operands[i].Before(stream, _operation);
        }

        Dnnl.PrimitiveExecute(_primitive.Raw, stream, _operands.Length, _arguments).Check(_operation);
        foreach (Operand operand in _operands)
        {
            operand.After(stream, _operation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _primitive.Dispose();
        foreach (Operand operand in _operands)
        {
            operand.Dispose();
        }

        NativeMemory.Free(_arguments);
    }
}
