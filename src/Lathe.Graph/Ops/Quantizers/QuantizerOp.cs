using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>
/// A quantizer that is trained through, of the domain <c>lathe.quantize</c>: float in, values of a grid out, with a gradient of its own. Such
/// nodes live in graphs under training; what is deployed holds standard operators instead.
/// </summary>
public abstract class QuantizerOp : OpDefinition
{
    /// <summary>The domain of all quantizers.</summary>
    public const string QuantizerDomain = "lathe.quantize";

    private protected const float LeastStep = 1e-8f;

    /// <inheritdoc/>
    public override string Domain => QuantizerDomain;

    /// <summary>True for nodes of this domain.</summary>
    public static bool Is(Node? node) => node?.Domain == QuantizerDomain;

    /// <inheritdoc/>
    public override bool Learns(int input) => true;

    /// <summary>The uniform grid of a node's results, or null where they have none.</summary>
    /// <param name="node">A node of this operator.</param>
    /// <param name="constant">Constants by name.</param>
    public virtual QuantizerGrid? Grid(Node node, Func<string, TensorData> constant) => null;

    /// <inheritdoc/>
    public override OpCost Cost(CostContext context) => context.Elementwise(4);

    /// <inheritdoc/>
    public override void Couple(CouplingContext context)
    {
        context.SameShape();
        for (int i = 1; i < context.Node.Inputs.Length; i++)
        {
            if (context.Input(i) is { } parameter && context.Shape(parameter).Count > 1)
            {
                context.Link(parameter, 0, context.Output(), (int)context.Node.Attributes.Int("axis", 0));
            }
        }
    }

    private protected static (int Low, int High) Codes(AttributeMap attributes) => ((int)attributes.Int("low", 0), (int)attributes.Int("high", 255));

    private protected static bool KeepsZeros(AttributeMap attributes) => attributes.Int("keep_zeros", 0) != 0;

    /// <summary>Learned steps and limits never leave the positive numbers; weights of signs stay in [-1, 1].</summary>
    private protected static void Hold(ForwardContext context, Tensor parameter, float low, float high)
    {
        if (!context.Training || !parameter.RequiresGradient)
        {
            return;
        }

        foreach (ref float value in parameter.AsSpan<float>())
        {
            value = Math.Clamp(value, low, high);
        }
    }
}
