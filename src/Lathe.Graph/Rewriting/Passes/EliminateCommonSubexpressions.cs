using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops;

namespace Lathe.Graph.Rewriting.Passes;

/// <summary>
/// Keeps one of several nodes that compute the same from the same. Constants count as the same when their bytes are; learned
/// parameters only when they are one parameter, because training moves them apart.
/// </summary>
public sealed class EliminateCommonSubexpressions : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "eliminate-common-subexpressions";

    /// <inheritdoc/>
    public ModelGraph Run(ModelGraph graph)
    {
        Dictionary<string, string> constants = ConstantKeys(graph);
        var alias = new Dictionary<string, string>();
        var seen = new Dictionary<string, Node>();
        var twins = new List<(Node Twin, Node Kept)>();
        foreach (Node node in graph.Nodes.Where(IsPure))
        {
            string key = Key(node, i => constants.GetValueOrDefault(i) ?? "v:" + alias.GetValueOrDefault(i, i));
            if (seen.TryAdd(key, node))
            {
                continue;
            }

            twins.Add((node, seen[key]));
            for (int o = 0; o < node.Outputs.Length; o++)
            {
                alias[node.Outputs[o]] = seen[key].Outputs[o];
            }
        }

        return twins.Count == 0 ? graph : Merge(graph, twins);
    }

    private static ModelGraph Merge(ModelGraph graph, List<(Node Twin, Node Kept)> twins)
    {
        var editor = new GraphEditor(graph);
        foreach ((Node twin, Node kept) in twins)
        {
            editor.Remove(editor.Nodes.First(n => n.Name == twin.Name));
            for (int o = 0; o < twin.Outputs.Length; o++)
            {
                // The kept node's output may have taken over a graph output's name since.
                string by = editor.Nodes.First(n => n.Name == kept.Name).Outputs[o];
                if (by.Length > 0)
                {
                    editor.Substitute(twin.Outputs[o], by);
                }
            }
        }

        return editor.ToGraph();
    }

    private static bool IsPure(Node node) =>
        OpRegistry.Find(node) is { IsRandom: false } && node.Attributes.All(a => a.Value is not ModelGraph);

    private static Dictionary<string, string> ConstantKeys(ModelGraph graph)
    {
        HashSet<string> distinct = ParameterStore.LearnedNames(graph);
        distinct.UnionWith(graph.Inputs.Select(i => i.Name));
        return graph.Parameters.Where(p => !distinct.Contains(p.Key)).ToDictionary(p => p.Key, p => "c:" + Describe(p.Value));
    }

    private static string Key(Node node, Func<string, string> input)
    {
        var key = new StringBuilder(node.Domain).Append('|').Append(node.OpType);
        foreach (string name in node.Inputs)
        {
            key.Append('|').Append(name.Length == 0 ? "" : input(name));
        }

        key.Append("|>").AppendJoin(',', node.Outputs.Select(o => o.Length > 0));
        foreach ((string name, object value) in node.Attributes)
        {
            key.Append('|').Append(name).Append('=').Append(Describe(value));
        }

        return key.ToString();
    }

    private static string Describe(object value) => value switch
    {
        TensorData data => $"{data}{Convert.ToHexString(SHA256.HashData(data.Bytes.Span))}",
        System.Collections.Immutable.ImmutableArray<long> list => string.Join(",", list),
        System.Collections.Immutable.ImmutableArray<float> list => "f" + string.Join(",", list.Select(v => v.ToString("R", CultureInfo.InvariantCulture))),
        System.Collections.Immutable.ImmutableArray<string> list => "s" + string.Join(",", list.Select(v => $"{v.Length}:{v}")),
        string text => $"s{text.Length}:{text}",
        float number => "f" + number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
