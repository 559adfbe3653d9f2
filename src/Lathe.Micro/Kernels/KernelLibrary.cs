using System.Text;
using Lathe.Micro.Writing;

namespace Lathe.Micro.Kernels;

/// <summary>The library in C that generated networks call: <c>lathe_kernels.h</c> and <c>lathe_kernels.c</c>, with only what is used.</summary>
public static class KernelLibrary
{
    /// <summary>The name of the header.</summary>
    public const string HeaderName = "lathe_kernels.h";

    /// <summary>The name of the source file.</summary>
    public const string SourceName = "lathe_kernels.c";

    // What a header is needed for.
    private static readonly (string Word, string Header)[] s_headers = [("NULL", "stddef.h"), ("int16x2_t", "arm_acle.h"), ("mve_pred16_t", "arm_mve.h")];

    private const string About = """
        /*
         * Kernels of networks, written by Lathe: only those the networks beside this file use.
         *
         * Codes are int8_t or int16_t, sums int32_t or int64_t, changes of scale fixed-point. No memory is allocated and no state is
         * kept. Right shifts of negative numbers are arithmetic, and what does not fit a signed type wraps when it is converted:
         * both are the implementation's choice in C99, and the same on every compiler for Arm, RISC-V and x86.
         */

        """;

    /// <summary>Writes the library.</summary>
    /// <param name="names">The kernels and types that networks name.</param>
    /// <param name="kernels">What instructions they use.</param>
    public static IReadOnlyList<CFile> Write(IEnumerable<string> names, KernelSet kernels = KernelSet.Portable)
    {
        var seen = new HashSet<string>();
        var fragments = new List<KernelFragment>();
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            Visit(name);
        }

        string header = Join(fragments.Select(f => f.Declaration)), source = Join(fragments.Select(f => f.Definition));
        string standard = string.Concat(s_headers.Where(h => source.Contains(h.Word, StringComparison.Ordinal)).Select(h => $"#include <{h.Header}>\n"));
        standard = standard.Length > 0 ? standard + "\n" : "";
        return
        [
            new CFile(HeaderName, $"{About}#ifndef LATHE_KERNELS_H\n#define LATHE_KERNELS_H\n\n#include <stdint.h>\n{header}\n#endif\n"),
            new CFile(SourceName, $"{About}#include \"{HeaderName}\"\n\n{standard}{source.TrimStart('\n')}"),
        ];

        void Visit(string name)
        {
            if (seen.Add(name) && KernelFragment.Of(name, kernels) is { } fragment)
            {
                foreach (string used in fragment.Names)
                {
                    Visit(used);
                }

                fragments.Add(fragment);
            }
        }
    }

    private static string Join(IEnumerable<string> texts) =>
        texts.Where(t => t.Length > 0).Aggregate(new StringBuilder(), (all, text) => all.Append('\n').Append(text)).ToString();
}
