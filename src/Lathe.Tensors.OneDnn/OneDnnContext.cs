using Lathe.Tensors.OneDnn.Native;
using Lathe.Tensors.OneDnn.Threading;

namespace Lathe.Tensors.OneDnn;

/// <summary>What all oneDNN kernels share: engine, stream, the team of threads, and a lock (one primitive runs at a time).</summary>
internal sealed class OneDnnContext : IDisposable
{
    private readonly DnnlEngine _engine;
    private readonly DnnlStream _stream;

    /// <summary>Creates the processor's engine and an in-order stream.</summary>
    public OneDnnContext(OpenMpTeam team)
    {
        Team = team;
        team.Configure();
        Dnnl.EngineCreate(out nint engine, DnnlConstants.EngineCpu, 0).Check("the creation of a CPU engine");
        _engine = new DnnlEngine(engine);
        Dnnl.StreamCreate(out nint stream, engine, DnnlConstants.StreamInOrder).Check("the creation of a stream");
        _stream = new DnnlStream(stream);
        HasBFloat16 = (Dnnl.GetEffectiveCpuIsa() & DnnlConstants.IsaAvx512Bf16) == DnnlConstants.IsaAvx512Bf16;
    }

    /// <summary>The threads.</summary>
    public OpenMpTeam Team { get; }

    /// <summary>Held while a primitive is prepared and run.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The engine's handle.</summary>
    public nint Engine => _engine.Raw;

    /// <summary>The stream's handle.</summary>
    public nint Stream => _stream.Raw;

    /// <summary>True when the processor multiplies bfloat16 (AVX-512 BF16 or AMX).</summary>
    public bool HasBFloat16 { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _engine.Dispose();
    }
}
