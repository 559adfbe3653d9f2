using Lathe.Compression.Techniques;

namespace Lathe.Pipeline.Recipes;

/// <summary>
/// Which forms of weights steps make and lose: a recipe that works for a form and then throws it away for good is refused. Losing codes is
/// fine where a later step makes them anew: quantize, prune, quantize is an order like others.
/// </summary>
internal static class FormRules
{
    private static readonly (WeightForms Form, string Name)[] s_names = [(WeightForms.Zeros, "zeros"), (WeightForms.SharedValues, "shared values"), (WeightForms.Codes, "codes")];

    /// <summary>Every step that loses what an earlier one made, with its line.</summary>
    public static IEnumerable<(int Line, string Problem)> Check(IReadOnlyList<RecipeStep> steps)
    {
        var made = new Dictionary<WeightForms, RecipeStep>();
        for (int i = 0; i < steps.Count; i++)
        {
            RecipeStep step = steps[i];
            if (Of(step) is not { } forms)
            {
                continue;
            }

            foreach ((WeightForms form, string name) in s_names.Where(n => made.ContainsKey(n.Form) && !forms.Keeps.HasFlag(n.Form)))
            {
                if (forms.Makes.HasFlag(form) || steps.Skip(i + 1).Any(later => Of(later) is { } next && next.Makes.HasFlag(form)))
                {
                    continue;
                }

                yield return (step.Line, $"{Name(step)} would lose the {name} that {Name(made[form])} (line {made[form].Line}) made: {forms.Loses}. Put {Name(step)} first, or leave one of them out");
                made.Remove(form);
            }

            foreach ((WeightForms form, _) in s_names.Where(n => forms.Makes.HasFlag(n.Form)))
            {
                made[form] = step;
            }
        }
    }

    private static (WeightForms Makes, WeightForms Keeps, string Loses)? Of(RecipeStep step) =>
        step.Kind == "train" ? (WeightForms.None, WeightForms.Zeros | WeightForms.SharedValues, "training moves the weights off their codes")
        : (TechniqueSteps.Find(step)?.Info ?? MethodCatalog.Own(step.Kind).FirstOrDefault()) is { } method ? (method.Makes, method.Keeps, method.Loses)
        : null;

    private static string Name(RecipeStep step) => step.Settings.TryGetValue(RecipeSchema.Method, out string? method) ? $"{step.Kind} ({method})" : step.Kind;
}
