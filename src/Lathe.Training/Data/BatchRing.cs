namespace Lathe.Training.Data;

/// <summary>The buffers of whole batches, used again once a batch was consumed.</summary>
internal sealed class BatchRing(Func<Batch> create)
{
    private readonly Stack<Batch> _free = new();

    /// <summary>Buffers made so far.</summary>
    public int Created { get; private set; }

    public Batch Rent()
    {
        if (_free.TryPop(out Batch? batch))
        {
            return batch;
        }

        Created++;
        return create();
    }

    public void Return(Batch? batch)
    {
        if (batch is not null)
        {
            _free.Push(batch);
        }
    }
}
