using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Lathe.Micro.Kernels;

/// <summary>
/// One kernel, helper or type of the library in C. Kernels are written once and made for a type of code, a rounding and a width of
/// weights by putting words in the place of others; what a text uses, it names.
/// </summary>
internal sealed partial record KernelFragment(string Declaration, string Definition)
{
    private static readonly string[] s_templates = ["_CODE", "_ROUNDED", "_VARIANT"];

    /// <summary>The names in it, of which some are other fragments'.</summary>
    public ImmutableArray<string> Names => [.. Name().Matches(Declaration + Definition).Select(m => m.Value).Distinct()];

    /// <summary>The fragment that defines a name, or null when none does; instructions of its own come before what any processor runs.</summary>
    public static KernelFragment? Of(string name, KernelSet kernels)
    {
        if (KernelTables.Of(name) is { } table)
        {
            return new KernelFragment("", table);
        }

        return (kernels == KernelSet.Portable ? null : Read($"{kernels}/{name}")) ?? Read(name)
            ?? (FloatTemplates.Of(name) is var (file, apply) ? Made(file, apply) : null)
            ?? (Packed().Match(name) is { Success: true } packed ? Made("lathe_patches_PACKED_s8", text => text.Replace("PACKED", packed.Groups["form"].Value, StringComparison.Ordinal)) : null)
            ?? (KernelVariant.Parse(name) is { } variant ? Templates(variant).Select(t => Made(variant.Base + t, variant.Apply)).FirstOrDefault(f => f is not null) : null);
    }

    // Floats are only moved by what codes are; they compute with kernels of their own.
    private static IEnumerable<string> Templates(KernelVariant variant) => variant.CodeBits == 32 ? s_templates.Take(1) : s_templates;

    private static KernelFragment? Made(string file, Func<string, string> apply) => Read(file) is { } fragment ? new KernelFragment(apply(fragment.Declaration), apply(fragment.Definition)) : null;

    private static KernelFragment? Read(string file) => (Text(file + ".h"), Text(file + ".c")) switch
    {
        (null, null) => null,
        (string declaration, string definition) => new KernelFragment(declaration, definition),
        (string declaration, null) => new KernelFragment(declaration, ""),
        (null, string definition) => new KernelFragment("", definition),
    };

    private static string? Text(string file)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("kernels/" + file);
        return stream is null ? null : new StreamReader(stream).ReadToEnd();
    }

    [GeneratedRegex("lathe_[a-z0-9_]+")]
    private static partial Regex Name();

    [GeneratedRegex("^lathe_patches_(?<form>blocks|halves|book)_s8$")]
    private static partial Regex Packed();
}
