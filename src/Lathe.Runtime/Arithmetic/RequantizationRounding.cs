namespace Lathe.Runtime.Arithmetic;

/// <summary>How a sum becomes a code.</summary>
public enum RequantizationRounding
{
    /// <summary>Rounded after the product and after the shift (gemmlowp; the default of TensorFlow Lite and CMSIS-NN).</summary>
    Double,

    /// <summary>Rounded once, after product and shift together.</summary>
    Single,

    /// <summary>Sums of 64 bits with a factor of 16 bits: layers with 16-bit activations and 64-bit biases.</summary>
    Wide,
}
