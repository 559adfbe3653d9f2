using System.Globalization;
using System.Text;
using Lathe.Compression.Techniques;
using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Methods;

/// <summary>The index of docs/methods: every method with its paper, its page and what it did.</summary>
public static class MethodIndex
{
    /// <summary>Writes the page.</summary>
    /// <param name="effects">What was measured; methods without are listed all the same.</param>
    /// <param name="provenance">How: machine, versions, date.</param>
    public static string Page(IReadOnlyList<MethodEffect> effects, string provenance)
    {
        var page = new StringBuilder("# Methods\n\n");
        page.Append("Every method is a step of recipes, `- STEP: { method: METHOD }`, and a command, `./lathe STEP MODEL --method METHOD`. Effects below are of its default settings on the same two\n"
            + "networks, made by one command, `./lathe methods --measure`: accuracy on the whole test set in ONNX Runtime, before and after; how many times\nfewer multiply-accumulates, smaller as an ONNX file, smaller as a coded bundle, and faster. "
            + "Methods that train had 5,000 samples and few epochs: the table\ncompares, it does not show what each can reach. " + MethodPrelude.Note + "\n\n");
        page.Append(provenance).Append("\n\n");
        foreach (IGrouping<string, TechniqueInfo> step in MethodCatalog.All.GroupBy(i => i.Step))
        {
            Section(page, step, effects);
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static void Section(StringBuilder page, IGrouping<string, TechniqueInfo> step, IReadOnlyList<MethodEffect> effects)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {step.Key}\n\n| method | what it does | paper |\n| --- | --- | --- |\n");
        foreach (TechniqueInfo info in step)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [{info.Method}]({info.Page}) | {info.Summary} | {info.Paper} |\n");
        }

        page.Append('\n');
        foreach (IGrouping<string, MethodEffect> trial in effects.Where(e => e.Step == step.Key).GroupBy(e => e.Trial))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {trial.Key} | accuracy | MACs | file | bundle | speed |\n| --- | --- | --- | --- | --- | --- |\n");
            foreach (MethodEffect effect in trial)
            {
                page.Append(Row(effect));
            }

            page.Append('\n');
        }
    }

    private static string Row(MethodEffect e) => e.Refused.Length > 0 ? $"| {e.Method} | refused: {e.Refused.ReplaceLineEndings(" ")} | | | | |\n" : string.Create(
        CultureInfo.InvariantCulture,
        $"| {e.Method} | {e.Before * 100:0.00} → {e.After * 100:0.00} % | {e.FewerMacs:0.00}x | {e.SmallerFile:0.00}x | {e.SmallerBundle:0.00}x | {e.Faster:0.00}x |\n");
}
