using System.Numerics;
using Lathe.Tensors.Kernels.Managed;

namespace Lathe.Tensors.Quantizing;

/// <summary><c>A sign(x)</c> with sign(0) = 1; the gradient is <c>A [|x| &lt;= reach] + B</c> (Hubara et al. 2016; Rastegari et al. 2016).</summary>
internal readonly struct SignQuantizer(float reach) : IElementQuantizer
{
    public Vector<float> Value(Vector<float> x, in QuantizerLanes p) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -p.A, p.A);

    public Vector<float> Slope(Vector<float> x, in QuantizerLanes p) =>
        (p.A * VectorMath.OneWhere(Vector.LessThanOrEqual(Vector.Abs(x), new Vector<float>(reach)))) + p.B;

    public Vector<float> SlopeA(Vector<float> x, in QuantizerLanes p) => Vector<float>.Zero;

    public Vector<float> SlopeB(Vector<float> x, in QuantizerLanes p) => Vector<float>.Zero;
}
