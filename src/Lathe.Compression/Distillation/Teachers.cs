using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Distillation;

/// <summary>Finds teachers by the names recipes give them.</summary>
internal static class Teachers
{
    /// <summary>The teacher of a name, in the runtime made for its file where there is one.</summary>
    public static ITeacher Open(TechniqueContext context, CompressedModel model, string name) =>
        name != "baseline" && context.Teacher(name) is { } elsewhere ? elsewhere : new GraphTeacher(Graph(context, model, name));

    /// <summary>The teacher of a name as a graph, for methods that look inside.</summary>
    public static ModelGraph Graph(TechniqueContext context, CompressedModel model, string name) => name == "baseline"
        ? model.Baseline ?? throw new InvalidInputException("distill needs a baseline to learn from. Put a train step before it, or name a teacher.")
        : context.Open(name);
}
