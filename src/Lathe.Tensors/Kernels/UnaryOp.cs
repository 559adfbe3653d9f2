namespace Lathe.Tensors.Kernels;

/// <summary>Elementwise functions of one argument; the two parameters alpha and beta are named where they matter.</summary>
public enum UnaryOp
{
    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>x &lt; 0 ? alpha x : x</c>.</summary>
    LeakyRelu,

    /// <summary><c>min(max(x, alpha), beta)</c>.</summary>
    Clip,

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    Sigmoid,

    /// <summary><c>tanh x</c>.</summary>
    Tanh,

    /// <summary><c>0.5 x (1 + erf(x / sqrt 2))</c>.</summary>
    Gelu,

    /// <summary>GELU by its tanh approximation.</summary>
    GeluTanh,

    /// <summary><c>x sigmoid(alpha x)</c>; alpha 1 is SiLU.</summary>
    Swish,

    /// <summary><c>min(max(alpha x + beta, 0), 1)</c>.</summary>
    HardSigmoid,

    /// <summary><c>x min(max(x / 6 + 0.5, 0), 1)</c>.</summary>
    HardSwish,

    /// <summary><c>x &lt; 0 ? alpha (exp x - 1) : x</c>.</summary>
    Elu,

    /// <summary><c>beta (x &lt; 0 ? alpha (exp x - 1) : x)</c>.</summary>
    Selu,

    /// <summary><c>log(1 + exp x)</c>.</summary>
    Softplus,

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    Softsign,

    /// <summary><c>x tanh(softplus x)</c>.</summary>
    Mish,

    /// <summary><c>exp x</c>.</summary>
    Exp,

    /// <summary><c>log x</c>.</summary>
    Log,

    /// <summary><c>sqrt x</c>.</summary>
    Sqrt,

    /// <summary><c>1 / x</c>.</summary>
    Reciprocal,

    /// <summary><c>-x</c>.</summary>
    Negate,

    /// <summary><c>|x|</c>.</summary>
    Abs,

    /// <summary>The error function.</summary>
    Erf,

    /// <summary><c>x^2</c>.</summary>
    Square,

    /// <summary>Largest integer not above x.</summary>
    Floor,

    /// <summary>Smallest integer not below x.</summary>
    Ceiling,

    /// <summary>Nearest integer, ties to even.</summary>
    Round,

    /// <summary>-1, 0 or 1.</summary>
    Sign,

    /// <summary>Sine of x in radians.</summary>
    Sin,

    /// <summary>Cosine of x in radians.</summary>
    Cos,

    /// <summary><c>alpha x + beta</c>.</summary>
    Affine,
}
