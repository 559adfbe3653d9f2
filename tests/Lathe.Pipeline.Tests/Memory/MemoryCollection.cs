namespace Lathe.Pipeline.Tests.Memory;

/// <summary>Tests that read how much memory the process holds run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "memory";
}
