namespace Lathe.Compression.Coding;

/// <summary>A binary range coder (Martin 1979; carries after Subbotin and Pavlov): a bit of probability p costs <c>-log2 p</c> bits.</summary>
internal sealed class RangeEncoder
{
    internal const uint Least = 1u << 24;

    private readonly List<byte> _bytes = [];
    private ulong _low;
    private uint _range = uint.MaxValue;
    private byte _held;
    private long _waiting;
    private bool _started;

    /// <summary>Encodes a bit whose probability of being 1 is <paramref name="one"/> 65536ths.</summary>
    public void Encode(bool bit, uint one)
    {
        uint bound = (uint)(((ulong)_range * one) >> 16);
        if (bit)
        {
            _range = bound;
        }
        else
        {
            _low += bound;
            _range -= bound;
        }

        while (_range < Least)
        {
            Shift();
            _range <<= 8;
        }
    }

    /// <summary>Ends the message and returns its bytes; trailing zeros are left out, the decoder sees them anyway.</summary>
    public byte[] Finish()
    {
        // The number with the most zeros at its end that still lies in the range.
        _low = (_low + Least - 1) & ~(ulong)(Least - 1);
        for (int i = 0; i < 5; i++)
        {
            Shift();
        }

        int length = _bytes.Count;
        while (length > 0 && _bytes[length - 1] == 0)
        {
            length--;
        }

        return [.. _bytes.Take(length)];
    }

    // A byte that could still be changed by a carry is held back, with the 0xFF that follow it.
    private void Shift()
    {
        if (_low < 0xFF000000 || _low > uint.MaxValue)
        {
            byte carry = (byte)(_low >> 32);
            if (_started)
            {
                _bytes.Add((byte)(_held + carry));
            }

            for (; _waiting > 0; _waiting--)
            {
                _bytes.Add((byte)(0xFF + carry));
            }

            (_held, _started) = ((byte)(_low >> 24), true);
        }
        else
        {
            _waiting++;
        }

        _low = (_low & 0x00FFFFFF) << 8;
    }
}
