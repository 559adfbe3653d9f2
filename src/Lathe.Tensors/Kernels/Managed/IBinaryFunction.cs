using System.Numerics;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>One elementwise function of two arguments on vectors.</summary>
internal interface IBinaryFunction
{
    /// <summary>f(a, b).</summary>
    static abstract Vector<float> Apply(Vector<float> a, Vector<float> b);
}
