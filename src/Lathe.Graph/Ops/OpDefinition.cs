using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops;

/// <summary>
/// One operator: how it computes (differentiable), what it costs, and how channels couple across it. Shapes follow from the
/// forward function itself (<see cref="Readings.ShapeInference"/>), so that they cannot disagree with it.
/// </summary>
public abstract class OpDefinition
{
    /// <summary>ONNX's operator name.</summary>
    public abstract string OpType { get; }

    /// <summary>The operator's domain; empty for ONNX's own.</summary>
    public virtual string Domain => "";

    /// <summary>The fewest inputs.</summary>
    public virtual int MinInputs => 1;

    /// <summary>The most inputs.</summary>
    public virtual int MaxInputs => 1;

    /// <summary>True when the kernel can apply an activation to its result for free.</summary>
    public virtual bool FusesActivation => false;

    /// <summary>True when the kernel can also add a residual before the activation (in training).</summary>
    public virtual bool FusesResidual => false;

    /// <summary>True when it draws random numbers: two nodes with the same inputs differ.</summary>
    public virtual bool IsRandom => false;

    /// <summary>True when a floating-point parameter at this input is learned by training.</summary>
    public virtual bool Learns(int input) => false;

    /// <summary>Computes the outputs with differentiable functions.</summary>
    public abstract Tensor[] Forward(ForwardContext context);

    /// <summary>Work and traffic; by default one operation per output element.</summary>
    public virtual OpCost Cost(CostContext context) => context.Elementwise(1);

    /// <summary>Declares which indices of which axes must be removed together; by default none may be removed.</summary>
    public virtual void Couple(Coupling.CouplingContext context) => context.PinAll();

    /// <summary>Adjusts attributes that hold sizes after channels were removed; constants are adjusted through the context.</summary>
    public virtual Node Shrink(Coupling.ShrinkContext context) => context.Node;

    /// <summary>Applies an activation that could not be fused.</summary>
    protected static Tensor Activate(Tensor x, Activation activation) => activation switch
    {
        Activation.Relu => Functions.Relu(x),
        Activation.Relu6 => Functions.Unary(UnaryOp.Clip, x, 0, 6),
        _ => x,
    };
}
