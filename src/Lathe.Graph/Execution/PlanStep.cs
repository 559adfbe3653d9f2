using Lathe.Graph.Ops;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Execution;

/// <summary>One node to run, with what it absorbs of the nodes behind it.</summary>
internal sealed class PlanStep(Node node, OpDefinition op)
{
    public Node Node => node;

    public OpDefinition Op => op;

    public Activation Activation { get; set; }

    public string? Residual { get; set; }

    /// <summary>The value the result is stored under: the node's, or that of the last node absorbed.</summary>
    public string Result { get; set; } = node.Outputs[0];

    /// <summary>Values whose last reader this step is.</summary>
    public string[] Dying { get; set; } = [];

    /// <summary>Values this step reads.</summary>
    public IEnumerable<string> Reads => node.Inputs.Concat(Captures.Of(node)).Concat(Residual is null ? [] : [Residual]).Where(i => i.Length > 0);

    /// <summary>Values this step makes.</summary>
    public IEnumerable<string> Writes => node.Outputs.Skip(1).Prepend(Result).Where(o => o.Length > 0);
}
