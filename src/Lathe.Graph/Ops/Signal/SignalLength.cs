namespace Lathe.Graph.Ops.Signal;

/// <summary>Lengths that a model gives as data; they decide how much memory is taken, so they are limited.</summary>
internal static class SignalLength
{
    private const long Longest = 1 << 20;

    /// <summary>A length of 1 to 2^20 elements.</summary>
    public static int Checked(Node node, long length) => length is >= 1 and <= Longest
        ? (int)length
        : throw new InvalidInputException($"{node.Describe()}: a length of {length} is not supported; it must lie in 1..{Longest}. Check the model.");
}
