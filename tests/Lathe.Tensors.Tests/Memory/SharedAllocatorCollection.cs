namespace Lathe.Tensors.Tests.Memory;

/// <summary>Tests that read the figures of the process's allocator run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedAllocatorCollection
{
    public const string Name = "shared allocator";
}
