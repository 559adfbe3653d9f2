namespace Lathe.Compression.Coding;

/// <summary>
/// Mixes several predictions of one bit into a better one: a weighted sum of their logarithmic odds, the weights learned while
/// coding (Mattern 2012; the mixing of the PAQ coders). In integers.
/// </summary>
internal sealed class BitMixer
{
    private const int One = 1 << 16, Rate = 6;

    private readonly int _inputs;
    private readonly int[] _weights;
    private readonly int[] _odds;
    private int _set;
    private int _mixed;

    /// <summary>Makes a mixer.</summary>
    /// <param name="inputs">Predictions mixed.</param>
    /// <param name="sets">Sets of weights to choose from.</param>
    public BitMixer(int inputs, int sets)
    {
        _inputs = inputs;
        _odds = new int[inputs];
        _weights = new int[inputs * sets];
        Array.Fill(_weights, One / 2);
    }

    /// <summary>The probability of a 1 in 65536ths.</summary>
    /// <param name="predictions">The predictions, in 65536ths.</param>
    /// <param name="set">The set of weights.</param>
    public uint Mix(ReadOnlySpan<uint> predictions, int set)
    {
        long sum = 0;
        _set = set * _inputs;
        for (int i = 0; i < _inputs; i++)
        {
            _odds[i] = Logistic.Stretch((int)(predictions[i] >> 4));
            sum += (long)_odds[i] * _weights[_set + i];
        }

        _mixed = Logistic.Squash((int)Math.Clamp(sum >> 16, -1 << 20, 1 << 20));
        return (uint)_mixed << 4;
    }

    /// <summary>Learns from the bit that was mixed last.</summary>
    public void Learn(bool bit)
    {
        int error = ((bit ? 4096 : 0) - _mixed) * Rate;
        for (int i = 0; i < _inputs; i++)
        {
            int weight = _weights[_set + i] + (((_odds[i] * error) + 0x2000) >> 14);
            _weights[_set + i] = Math.Clamp(weight, -8 * One, 8 * One);
        }
    }
}
