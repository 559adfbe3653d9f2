using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn;

/// <summary>
/// One argument of a primitive: the caller's buffer and, when the primitive wants another order of elements, a staging
/// buffer with the reorder between the two.
/// </summary>
internal sealed unsafe class Operand : IDisposable
{
    private readonly bool _isOutput;
    private readonly DnnlMemory? _user;
    private readonly DnnlMemory? _staged;
    private readonly DnnlPrimitive? _reorder;
    private void* _userPointer;
    private void* _stagedPointer;

    /// <summary>Prepares an operand.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="argument">Its number among the primitive's arguments.</param>
    /// <param name="user">What the caller stores.</param>
    /// <param name="wanted">What the primitive reads or writes.</param>
    /// <param name="isOutput">True when the primitive writes it.</param>
    public Operand(nint engine, int argument, MemoryDescription user, MemoryDescription wanted, bool isOutput)
    {
        Argument = argument;
        _isOutput = isOutput;
        _user = Create(engine, user);
        if (!user.SameAs(wanted))
        {
            _staged = Create(engine, wanted);
            StagingBytes = Aligned(wanted);
            _reorder = isOutput ? Reorder(engine, wanted, user) : Reorder(engine, user, wanted);
        }
    }

    /// <summary>Prepares an operand that the primitive takes as the caller stores it.</summary>
    public Operand(nint engine, int argument, MemoryDescription description, bool isOutput)
        : this(engine, argument, description, description, isOutput)
    {
    }

    private Operand(nint engine, int argument, MemoryDescription description)
    {
        Argument = argument;
        _staged = Create(engine, description);
        StagingBytes = Aligned(description);
    }

    /// <summary>The argument's number.</summary>
    public int Argument { get; }

    /// <summary>Bytes of staging a call must lend; 0 when the caller's buffer is used directly.</summary>
    public long StagingBytes { get; }

    /// <summary>The memory object the primitive is given.</summary>
    public nint Memory => (_staged ?? _user!).Raw;

    /// <summary>An argument that is written and forgotten: staging without a caller's buffer.</summary>
    public static Operand Discarded(nint engine, int argument, MemoryDescription description) => new(engine, argument, description);

    /// <summary>Points the operand at the caller's buffer and takes its staging from <paramref name="staging"/>.</summary>
    public void Bind(void* user, ref byte* staging, string operation)
    {
        if (_user is not null)
        {
            Set(_user, ref _userPointer, user, operation);
        }

        if (_staged is not null)
        {
            Set(_staged, ref _stagedPointer, staging, operation);
            staging += StagingBytes;
        }
    }

    /// <summary>Brings an input into the primitive's order.</summary>
    public void Before(nint stream, string operation)
    {
        if (!_isOutput)
        {
            Copy(_user, _staged, stream, operation);
        }
    }

    /// <summary>Brings an output into the caller's order.</summary>
    public void After(nint stream, string operation)
    {
        if (_isOutput)
        {
            Copy(_staged, _user, stream, operation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reorder?.Dispose();
        _staged?.Dispose();
        _user?.Dispose();
    }

    private void Copy(DnnlMemory? from, DnnlMemory? to, nint stream, string operation)
    {
        if (_reorder is not null)
        {
            ExecutionArgument* arguments = stackalloc ExecutionArgument[2];
            arguments[0] = new ExecutionArgument { Argument = DnnlConstants.ArgumentSource, Memory = from!.Raw };
            arguments[1] = new ExecutionArgument { Argument = DnnlConstants.ArgumentDestination, Memory = to!.Raw };
            Dnnl.PrimitiveExecute(_reorder.Raw, stream, 2, arguments).Check(operation);
        }
    }

    /// <summary>Setting a handle makes the library look for padding to clear, so an unchanged one is left alone (a reorder clears its own padding).</summary>
    private static void Set(DnnlMemory memory, ref void* current, void* pointer, string operation)
    {
        if (current != pointer)
        {
            Dnnl.MemorySetDataHandle(memory.Raw, pointer).Check(operation);
            current = pointer;
        }
    }

    private static long Aligned(MemoryDescription description) => (description.Bytes + 63) / 64 * 64;

    private static DnnlMemory Create(nint engine, MemoryDescription description)
    {
        Dnnl.MemoryCreate(out nint memory, &description, engine, null).Check("the creation of a memory object");
        return new DnnlMemory(memory);
    }

    private static DnnlPrimitive Reorder(nint engine, MemoryDescription from, MemoryDescription to)
    {
        Dnnl.ReorderPrimitiveDescCreate(out nint raw, &from, engine, &to, engine, 0).Check("the creation of a reorder");
        using var description = new DnnlPrimitiveDescription(raw);
        Dnnl.PrimitiveCreate(out nint primitive, raw).Check("the creation of a reorder");
        return new DnnlPrimitive(primitive);
    }
}
