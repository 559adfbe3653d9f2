using Lathe.Graph.Ops;
using Lathe.Tensors;

namespace Lathe.Graph.Execution;

/// <summary>Runs the forward function of one node; what goes wrong inside names the node.</summary>
internal static class NodeRunner
{
    /// <summary>The results; they belong to the caller's scope.</summary>
    /// <exception cref="InvalidInputException">The node's attributes or constants do not fit its inputs.</exception>
    public static Tensor[] Run(OpDefinition op, ForwardContext context)
    {
        try
        {
            return op.Forward(context);
        }
        catch (ShapeException error)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: {error.Message}", error);
        }
        catch (Exception error) when (error is IndexOutOfRangeException or ArgumentException or ArithmeticException)
        {
            // A list of axes or sizes too short, a group count of 0: models from outside may hold anything.
            throw new InvalidInputException($"{context.Node.Describe()} cannot be computed: its attributes or constants do not fit its inputs ({error.Message}). Check the model.", error);
        }
    }
}
