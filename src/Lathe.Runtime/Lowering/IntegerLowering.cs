using Lathe.Graph;

namespace Lathe.Runtime.Lowering;

/// <summary>
/// Turns a quantized model (layers between QuantizeLinear and DequantizeLinear nodes) into an integer graph: images become channels-last,
/// scales become fixed-point factors, rectifiers become clamps, and functions of one value become tables.
/// </summary>
public static class IntegerLowering
{
    /// <summary>Lowers a model for a batch of one.</summary>
    /// <exception cref="InvalidInputException">Something cannot be lowered; the message names all of it and what would help.</exception>
    public static IntegerGraph Lower(ModelGraph model, LoweringOptions? options = null)
    {
        var context = new LoweringContext(model, options ?? new LoweringOptions());
        foreach (Node node in model.Nodes)
        {
            if (!NodeLowerings.Table.Knows(node))
            {
                context.Refuse(node, $"is no operation of integer graphs. {Remedy(node)}");
            }
            else if (!context.IsDone(node) && context.IsReady(node))
            {
                context.QuantizeInputs(node);
                NodeLowerings.Table.Lower(node, context);
            }
        }

        return context.Finish();
    }

    private static string Remedy(Node node) => node.OpType switch
    {
        "LayerNormalization" or "InstanceNormalization" or "GroupNormalization" => "Train with BatchNormalization instead, which folds into the layer before it.",
        "RNN" => "Use an LSTM or GRU.",
        "Gather" or "Slice" or "Split" => "Do it outside the network, or train layers that need no part of a tensor.",
        "Cast" => "A weight stored as codes and computed in floating point stays in floating point here; quantize activations too.",
        _ => "Replace it by a convolution, a dense layer, a pooling, a sum, a product or a function of one value; or run it outside the network.",
    };
}
