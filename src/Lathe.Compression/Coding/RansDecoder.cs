using System.Buffers.Binary;

namespace Lathe.Compression.Coding;

/// <summary>Decodes what <see cref="RansEncoder"/> wrote, in order and in pieces.</summary>
public ref struct RansDecoder
{
    private readonly RansModel _model;
    private readonly ReadOnlySpan<byte> _bytes;
    private uint _state;
    private int _next;

    /// <summary>Starts at the first symbol.</summary>
    /// <exception cref="InvalidInputException">There are fewer than 4 bytes.</exception>
    public RansDecoder(RansModel model, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
        {
            throw Damaged($"it has {bytes.Length} bytes, fewer than 4");
        }

        _model = model;
        _bytes = bytes;
        _state = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        _next = 4;
    }

    /// <summary>Reads as many symbols as fit; call it again for the next ones.</summary>
    /// <exception cref="InvalidInputException">The stream ends too early.</exception>
    public void Decode(Span<ushort> symbols)
    {
        ReadOnlySpan<int> frequencies = _model.Frequencies;
        ReadOnlySpan<uint> starts = _model.Starts;
        ReadOnlySpan<ushort> slots = _model.Slots;
        int scaleBits = _model.ScaleBits;
        uint mask = (1u << scaleBits) - 1, state = _state;
        for (int i = 0; i < symbols.Length; i++)
        {
            uint slot = state & mask;
            ushort symbol = slots[(int)slot];
            symbols[i] = symbol;
            state = ((uint)frequencies[symbol] * (state >> scaleBits)) + slot - starts[symbol];
            while (state < RansEncoder.Low)
            {
                if (_next == _bytes.Length)
                {
                    throw Damaged("it ends too early");
                }

                state = (state << 8) | _bytes[_next++];
            }
        }

        _state = state;
    }

    /// <summary>Checks that the message ended where its bytes end; a damaged one almost never does.</summary>
    /// <exception cref="InvalidInputException">It did not.</exception>
    public readonly void Finish()
    {
        if (_state != RansEncoder.Low || _next != _bytes.Length)
        {
            throw Damaged("its end is not that of the message that was written");
        }
    }

    private static InvalidInputException Damaged(string why) => new($"An rANS stream is damaged: {why}. Get the file again.");
}
