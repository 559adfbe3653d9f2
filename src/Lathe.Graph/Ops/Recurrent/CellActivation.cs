using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Recurrent;

/// <summary>An activation inside a recurrent cell, with its parameters and the clipping before it.</summary>
internal sealed record CellActivation(UnaryOp Function, float Alpha, float Beta, float Clip)
{
    /// <summary>Reads as many activations as a cell has for one direction; parameters are handed out in order to those that take some.</summary>
    public static CellActivation[] Read(Node node, string[] defaults, int direction)
    {
        string[] names = node.Attributes.Texts("activations") is { Length: > 0 } given ? given : [.. defaults, .. defaults];
        float[] alphas = node.Attributes.Floats("activation_alpha") ?? [], betas = node.Attributes.Floats("activation_beta") ?? [];
        float clip = node.Attributes.Float("clip", 0);
        int alpha = 0, beta = 0;
        var all = new List<CellActivation>();
        foreach (string name in names)
        {
            (UnaryOp function, float? first, float? second) = Find(node, name);
            float a = first is null ? 0 : alpha < alphas.Length ? alphas[alpha++] : first.Value;
            float b = second is null ? 0 : beta < betas.Length ? betas[beta++] : second.Value;
            all.Add(new CellActivation(function, a, b, clip));
        }

        int start = direction * defaults.Length;
        return all.Count >= start + defaults.Length
            ? [.. all.Skip(start).Take(defaults.Length)]
            : throw new InvalidInputException($"{node.Describe()} names {all.Count} activations; {defaults.Length} are needed for each direction.");
    }

    /// <summary>Applies it.</summary>
    public Tensor Apply(Tensor x)
    {
        Tensor limited = Clip > 0 ? Functions.Unary(UnaryOp.Clip, x, -Clip, Clip) : x;
        return Functions.Unary(Function, limited, Alpha, Beta);
    }

    // The function and the defaults of the parameters it takes.
    private static (UnaryOp Function, float? Alpha, float? Beta) Find(Node node, string name) => name.ToUpperInvariant() switch
    {
        "RELU" => (UnaryOp.Relu, null, null),
        "TANH" => (UnaryOp.Tanh, null, null),
        "SIGMOID" => (UnaryOp.Sigmoid, null, null),
        "SOFTSIGN" => (UnaryOp.Softsign, null, null),
        "SOFTPLUS" => (UnaryOp.Softplus, null, null),
        "AFFINE" => (UnaryOp.Affine, 1, 0),
        "LEAKYRELU" => (UnaryOp.LeakyRelu, 0.01f, null),
        "ELU" => (UnaryOp.Elu, 1, null),
        "HARDSIGMOID" => (UnaryOp.HardSigmoid, 0.2f, 0.5f),
        _ => throw new InvalidInputException($"{node.Describe()}: activation '{name}' is not supported. Supported are Relu, Tanh, Sigmoid, Softsign, Softplus, Affine, LeakyRelu, Elu and HardSigmoid."),
    };
}
