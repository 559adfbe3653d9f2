using System.Numerics;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>One elementwise function on vectors; tails run through a padded vector, so that one form serves all lengths.</summary>
internal interface IUnaryFunction
{
    /// <summary>f(x).</summary>
    static abstract Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta);

    /// <summary>f'(x), where y = f(x).</summary>
    static abstract Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta);
}
