namespace Lathe.Tensors.Formats;

/// <summary>Any numbers, listed: non-uniform quantization. A tie goes to the even index.</summary>
public sealed class CodebookFormat : INumberFormat
{
    private readonly float[] _values;

    /// <summary>Lists the numbers.</summary>
    /// <param name="name">The format's name.</param>
    /// <param name="values">Finite numbers; ordered here, doubles left out.</param>
    /// <exception cref="InvalidInputException">There is no number, one is not finite, or there are more than 65,536.</exception>
    public CodebookFormat(string name, ReadOnlySpan<float> values)
    {
        _values = [.. values.ToArray().Distinct().Order()];
        if (_values.Length is 0 or > 65536 || !_values.All(float.IsFinite))
        {
            throw new InvalidInputException($"Codebook '{name}' lists {_values.Length} different numbers, {_values.Count(v => !float.IsFinite(v))} of them not finite. Give 1 to 65,536 finite ones.");
        }

        Name = name;
        Bits = Math.Max(1, (int)Math.Ceiling(Math.Log2(_values.Length)));
        Largest = Math.Max(Math.Abs(_values[0]), Math.Abs(_values[^1]));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Bits { get; }

    /// <inheritdoc/>
    public float Largest { get; }

    /// <summary>The numbers, ascending; their index is their code.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <inheritdoc/>
    public uint Encode(float value)
    {
        if (float.IsNaN(value))
        {
            value = 0;
        }

        int at = Array.BinarySearch(_values, value);
        if (at >= 0)
        {
            return (uint)at;
        }

        int above = ~at;
        if (above == 0 || above == _values.Length)
        {
            return (uint)(above == 0 ? 0 : above - 1);
        }

        double down = (double)value - _values[above - 1], up = (double)_values[above] - value;
        return (uint)(down < up || (down == up && (above & 1) == 1) ? above - 1 : above);
    }

    /// <inheritdoc/>
    public float Decode(uint code) => _values[Math.Min(code, _values.Length - 1)];
}
