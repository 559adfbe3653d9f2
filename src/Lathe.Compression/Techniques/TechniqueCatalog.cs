using System.Reflection;

namespace Lathe.Compression.Techniques;

/// <summary>All techniques: every class of this assembly that is one.</summary>
public static class TechniqueCatalog
{
    private static readonly Lazy<IReadOnlyList<ITechnique>> s_all = new(() => Of(Assembly.GetExecutingAssembly()));

    /// <summary>The techniques, by step and method.</summary>
    public static IReadOnlyList<ITechnique> All => s_all.Value;

    /// <summary>The steps that have techniques.</summary>
    public static IEnumerable<string> Steps => All.Select(t => t.Info.Step).Distinct();

    /// <summary>The methods of a step.</summary>
    public static IEnumerable<ITechnique> Methods(string step) => All.Where(t => t.Info.Step == step);

    /// <summary>The technique of these names, or null.</summary>
    public static ITechnique? Find(string step, string method) => All.FirstOrDefault(t => t.Info.Step == step && t.Info.Method == method);

    private static ITechnique[] Of(Assembly assembly) =>
    [
        .. assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(ITechnique))).Select(t => (ITechnique)Activator.CreateInstance(t, nonPublic: true)!)
            .OrderBy(t => t.Info.Step, StringComparer.Ordinal).ThenBy(t => t.Info.Method, StringComparer.Ordinal),
    ];
}
