namespace Lathe.Tensors.Threading;

/// <summary>A team of one: loops run on the calling thread.</summary>
public sealed class SerialTeam : ThreadTeam
{
    private SerialTeam()
    {
    }

    /// <summary>The only instance.</summary>
    public static SerialTeam Instance { get; } = new();

    /// <inheritdoc/>
    public override int Count => 1;

    /// <inheritdoc/>
    protected override bool InsideParallel => true;

    private protected override void ParallelJob(ref Job job) => RunPart(job, 0);
}
