namespace Lathe.Runtime.Floating;

/// <summary>A function of one number; a and b are its parameters.</summary>
public enum FloatFunction
{
    /// <summary>Held between a and b.</summary>
    Clip,

    /// <summary>x, or a x below zero.</summary>
    LeakyRelu,

    /// <summary>x, or a (e^x - 1) below zero.</summary>
    Elu,

    /// <summary>a x + b.</summary>
    Line,

    /// <summary>a x + b held between 0 and 1.</summary>
    HardSigmoid,

    /// <summary>b / x.</summary>
    Quotient,

    /// <summary>x times its hard sigmoid, x / 6 + 1 / 2 held between 0 and 1.</summary>
    HardSwish,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>e^x.</summary>
    Exponential,

    /// <summary>The error function.</summary>
    Erf,

    /// <summary>x times the normal distribution of x (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary>The same by a hyperbolic tangent.</summary>
    GeluTanh,

    /// <summary>x without its sign.</summary>
    Absolute,
}
