namespace Lathe.Graph;

/// <summary>Values that a node's subgraphs read from the graph around them.</summary>
public static class Captures
{
    /// <summary>The outer values a node's bodies use.</summary>
    public static IEnumerable<string> Of(Node node)
    {
        foreach ((_, object value) in node.Attributes)
        {
            if (value is not ModelGraph body)
            {
                continue;
            }

            var inner = new HashSet<string>(body.Inputs.Select(i => i.Name));
            inner.UnionWith(body.Parameters.Keys);
            inner.UnionWith(body.Nodes.SelectMany(n => n.Outputs));
            foreach (string name in body.Nodes.SelectMany(n => n.Inputs.Concat(Of(n))).Concat(body.Outputs.Select(o => o.Name)))
            {
                if (name.Length > 0 && !inner.Contains(name))
                {
                    yield return name;
                }
            }
        }
    }
}
