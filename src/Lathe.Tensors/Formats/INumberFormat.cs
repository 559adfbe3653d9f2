namespace Lathe.Tensors.Formats;

/// <summary>A number format of few bits: which numbers its codes stand for, and to which code a number rounds.</summary>
public interface INumberFormat
{
    /// <summary>The name in recipes and files: int4, fp8-e4m3, ternary ...</summary>
    string Name { get; }

    /// <summary>Bits of a code.</summary>
    int Bits { get; }

    /// <summary>The largest finite number; scales are chosen so that nothing is larger.</summary>
    float Largest { get; }

    /// <summary>The nearest code, ties to the even one; what is too large becomes the largest, unless the format has infinities.</summary>
    uint Encode(float value);

    /// <summary>The number of a code.</summary>
    float Decode(uint code);
}
