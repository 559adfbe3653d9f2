using System.Collections.Immutable;
using Lathe.Micro.Arena;

namespace Lathe.Micro;

/// <summary>Networks written as C.</summary>
/// <param name="Files">A header and a source file for each network, and those of the kernels they share.</param>
/// <param name="Arenas">The working memory of each network, by its name in C.</param>
public sealed record CSources(ImmutableArray<CFile> Files, ImmutableDictionary<string, ArenaMap> Arenas);
