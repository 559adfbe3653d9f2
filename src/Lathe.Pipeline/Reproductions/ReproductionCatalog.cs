using System.Reflection;

namespace Lathe.Pipeline.Reproductions;

/// <summary>All reproductions: every class of this assembly that is one.</summary>
public static class ReproductionCatalog
{
    /// <summary>The reproductions by name.</summary>
    public static IReadOnlyList<Reproduction> All { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(Reproduction)))
            .Select(t => (Reproduction)Activator.CreateInstance(t, nonPublic: true)!).OrderBy(r => r.Name, StringComparer.Ordinal),
    ];

    /// <summary>The reproduction of a name.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static Reproduction Find(string name) => All.FirstOrDefault(r => r.Name == name)
        ?? throw new InvalidInputException($"There is no reproduction '{name}'. Known are {string.Join(", ", All.Select(r => r.Name))}.");
}
