using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Onnx.Upgrade;

/// <summary>A node under conversion.</summary>
internal sealed class UpgradeContext(GraphEditor editor, Node node, int opset)
{
    public Node Node { get; set; } = node;

    public int Opset => opset;

    public GraphEditor Editor => editor;

    public void Remove(string attribute) => Node = Node with { Attributes = Node.Attributes.Without(attribute) };

    /// <summary>Gives an input a constant of its own.</summary>
    public void SetInput(int index, TensorData value)
    {
        ImmutableArray<string> inputs = Node.Inputs;
        while (inputs.Length <= index)
        {
            inputs = inputs.Add("");
        }

        Node = Node with { Inputs = inputs.SetItem(index, editor.AddParameter($"{Node.Name}/input{index}", value)) };
    }

    /// <summary>Turns an attribute of one or more integers into an input.</summary>
    public void AttributeToInput(string attribute, int index)
    {
        if (!Node.Attributes.Has(attribute) || Node.Input(index) is not null)
        {
            return;
        }

        long[] values = Node.Attributes.Single(a => a.Key == attribute).Value is long one ? [one] : Node.Attributes.Ints(attribute)!;
        Remove(attribute);
        SetInput(index, TensorData.Integers(values));
    }

    /// <summary>Turns a constant input of integers into an attribute.</summary>
    public void InputToAttribute(int index, string attribute)
    {
        if (Node.Input(index) is { } name && editor.Parameters.TryGetValue(name, out TensorData? constant))
        {
            AttributeMap attributes = constant.Count == 0 ? Node.Attributes : Node.Attributes.With(attribute, constant.ToIntegers());
            Node = Node with { Inputs = Node.Inputs.RemoveRange(index, Node.Inputs.Length - index), Attributes = attributes };
        }
    }
}
