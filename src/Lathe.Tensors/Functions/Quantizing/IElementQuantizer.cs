using System.Numerics;

namespace Lathe.Tensors.Quantizing;

/// <summary>A quantizer of single elements with its surrogate gradient; a struct, so that loops over it inline.</summary>
internal interface IElementQuantizer
{
    /// <summary>The quantized values.</summary>
    Vector<float> Value(Vector<float> x, in QuantizerLanes p);

    /// <summary>What stands for the derivative by the element.</summary>
    Vector<float> Slope(Vector<float> x, in QuantizerLanes p);

    /// <summary>The derivative by the first parameter.</summary>
    Vector<float> SlopeA(Vector<float> x, in QuantizerLanes p);

    /// <summary>The derivative by the second parameter.</summary>
    Vector<float> SlopeB(Vector<float> x, in QuantizerLanes p);
}
