namespace Lathe.Hardware.Devices;

/// <summary>Multiplies bytes and adds the products to a sum, with instructions of one kind of processor.</summary>
/// <typeparam name="TVector">The vector that holds sums.</typeparam>
internal interface IByteStep<TVector>
    where TVector : struct
{
    /// <summary>Products of a step.</summary>
    static abstract int Products { get; }

    /// <summary>A sum to start from.</summary>
    static abstract TVector Start(int value);

    /// <summary>One step; the sum itself is what is multiplied, so that no compiler may leave steps out.</summary>
    static abstract TVector Next(TVector sum);
}
