using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Lathe.Micro.Arena;
using Lathe.Micro.FrontEnds;
using Lathe.Micro.Kernels;
using Lathe.Runtime;
using Lathe.Runtime.FrontEnds;

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

    /// <summary>Writes a network and the front end that gives it its codes, with kernels for a kind of processor.</summary>
    /// <param name="kernels">The kind of processor.</param>
    /// <param name="graph">The network.</param>
    /// <param name="frontEnd">From samples of sound to the network's input; null for none.</param>
    /// <exception cref="InvalidInputException">The graph is not sound, or holds what has no kernel; the message lists all of it.</exception>
    public static CSources Write(KernelSet kernels, IntegerGraph graph, CepstralFrontEnd? frontEnd) => Write([graph], stepwise: false, kernels, frontEnd);

    /// <summary>Writes a front end by itself.</summary>
    internal static CSources WriteFrontEnd(CepstralFrontEnd frontEnd, string name) =>
        new(WithKernels(CepstralCode.Files(frontEnd, name), KernelSet.Portable), ImmutableDictionary<string, ArenaMap>.Empty);

    /// <summary>Writes networks, with a function for each layer's own run where asked for.</summary>
    internal static CSources Write(IReadOnlyList<IntegerGraph> graphs, bool stepwise, KernelSet set, CepstralFrontEnd? frontEnd = null)
    {
        var names = new NetworkNames(graphs);
        NetworkCode[] networks = [.. graphs.Select(g => new NetworkCode(g.Verify(), names.Of(g), stepwise, set))];
        string[] problems = [.. networks.SelectMany(n => n.Problems)];
        if (problems.Length > 0)
        {
            throw new InvalidInputException($"This cannot be written as C. {string.Join(" ", problems)}");
        }

        IEnumerable<CFile> sound = frontEnd is null ? [] : CepstralCode.Files(frontEnd, networks[0].Name);
        return new CSources(WithKernels(networks.SelectMany(n => n.Files()).Concat(sound), set), networks.ToImmutableDictionary(n => n.Name, n => n.Arena));
    }

    private static ImmutableArray<CFile> WithKernels(IEnumerable<CFile> files, KernelSet set)
    {
        CFile[] own = [.. files];
        return [.. own, .. KernelLibrary.Write(own.SelectMany(f => Kernel().Matches(f.Text).Select(m => m.Value)).Distinct(), set)];
    }

    [GeneratedRegex("lathe_[a-z0-9_]+")]
    private static partial Regex Kernel();
}
