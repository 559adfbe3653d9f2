using Lathe.Graph;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>
/// Turns a model in floating point into a graph of 32-bit floats that can be run here or written as C: images become channels-last, rectifiers
/// become limits of the layer before them, constants beside a tensor become factors and offsets.
/// </summary>
public static class FloatLowering
{
    /// <summary>True when a model holds no codes, so that it is lowered here.</summary>
    public static bool IsFloat(ModelGraph model) => model.Nodes.All(n => n.OpType is not ("QuantizeLinear" or "DequantizeLinear"));

    /// <summary>Lowers a model for a batch of one.</summary>
    /// <exception cref="InvalidInputException">Something cannot be lowered; the message names all of it and what would help.</exception>
    public static IntegerGraph Lower(ModelGraph model)
    {
        var context = new LoweringContext(model, new LoweringOptions());
        foreach (ValueInfo input in model.Inputs)
        {
            context.Set(input.Name, context.Input(input.Name, Floats.Unit, Tensors.DType.Float32));
        }

        foreach (Node node in model.Nodes)
        {
            if (!FloatNodes.Table.Knows(node))
            {
                context.Refuse(node, $"has no kernel in floating point. {Remedy(node)}");
            }
            else if (!context.IsDone(node) && context.IsReady(node))
            {
                FloatNodes.Table.Lower(node, context);
            }
        }

        return context.Finish();
    }

    private static string Remedy(Node node) => node.OpType switch
    {
        "LayerNormalization" or "InstanceNormalization" or "GroupNormalization" => "Train with BatchNormalization instead, which folds into the layer before it.",
        "RNN" => "Use an LSTM or GRU.",
        "Gather" or "Slice" or "Split" => "Do it outside the network, or train layers that need no part of a tensor.",
        "Sqrt" or "Pow" or "Log" => "Compute it from constants when the model is exported, or outside the network.",
        _ => "Replace it by a convolution, a dense or recurrent layer, a pooling, arithmetic of two tensors or a function of one value; or run it outside the network.",
    };
}
