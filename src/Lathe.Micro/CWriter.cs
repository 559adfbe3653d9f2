using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lathe.Micro.Kernels;
using Lathe.Runtime;

namespace Lathe.Micro;

/// <summary>
/// Writes integer graphs as C99 without dependencies: a header and a source file for each network, and one small library with the kernels
/// they use. No memory is allocated; weights are constants, and all working memory is a context that the caller owns.
/// </summary>
public static partial class CWriter
{
    /// <summary>Writes networks that share one library.</summary>
    /// <exception cref="InvalidInputException">A graph is not sound, or holds what has no kernel; the message lists all of it.</exception>
    public static CSources Write(params IReadOnlyList<IntegerGraph> graphs) => Write(graphs, stepwise: false, KernelSet.Portable);

    /// <summary>Writes networks with kernels for a kind of processor.</summary>
    /// <exception cref="InvalidInputException">A graph is not sound, or holds what has no kernel; the message lists all of it.</exception>
    public static CSources Write(KernelSet kernels, params IReadOnlyList<IntegerGraph> graphs) => Write(graphs, stepwise: false, kernels);

    /// <summary>Writes networks, with a function for each layer's own run where asked for.</summary>
    internal static CSources Write(IReadOnlyList<IntegerGraph> graphs, bool stepwise, KernelSet set)
    {
        var names = new NetworkNames(graphs);
        NetworkCode[] networks = [.. graphs.Select(g => new NetworkCode(g.Verify(), names.Of(g), stepwise, set))];
        string[] problems = [.. networks.SelectMany(n => n.Problems)];
        if (problems.Length > 0)
        {
            throw new InvalidInputException($"This cannot be written as C. {string.Join(" ", problems)}");
        }

        CFile[] own = [.. networks.SelectMany(n => n.Files())];
        IEnumerable<string> kernels = own.SelectMany(f => Kernel().Matches(f.Text).Select(m => m.Value)).Distinct();
        return new CSources([.. own, .. KernelLibrary.Write(kernels, set)], networks.ToImmutableDictionary(n => n.Name, n => n.Arena));
    }

    [GeneratedRegex("lathe_[a-z0-9_]+")]
    private static partial Regex Kernel();
}
