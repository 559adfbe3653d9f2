namespace Lathe.Graph.Rewriting;

/// <summary>Gives the values a node reads and makes other names, those its bodies capture included.</summary>
internal static class Renaming
{
    public static Node Apply(Node node, Func<string, string> rename)
    {
        AttributeMap attributes = node.Attributes;
        foreach ((string name, object value) in node.Attributes)
        {
            if (value is ModelGraph body)
            {
                attributes = attributes.With(name, Captured(body, rename));
            }
        }

        return node with { Inputs = [.. node.Inputs.Select(i => i.Length == 0 ? i : rename(i))], Outputs = [.. node.Outputs.Select(o => o.Length == 0 ? o : rename(o))], Attributes = attributes };
    }

    // What a body defines itself keeps its name, even where it hides one outside.
    private static ModelGraph Captured(ModelGraph body, Func<string, string> rename)
    {
        var own = new HashSet<string>([.. body.Inputs.Select(i => i.Name), .. body.Parameters.Keys, .. body.Nodes.SelectMany(n => n.Outputs)]);
        string Outer(string name) => own.Contains(name) ? name : rename(name);
        return body with
        {
            Nodes = [.. body.Nodes.Select(n => Apply(n, Outer))],
            Outputs = [.. body.Outputs.Select(o => o with { Name = Outer(o.Name) })],
        };
    }
}
