namespace Lathe.Training.Data.Images;

/// <summary>One pass over the blocks of a JPEG image: all coefficients at once, or a range or bit of them (progressive).</summary>
/// <param name="First">First coefficient in zigzag order.</param>
/// <param name="Last">Last coefficient.</param>
/// <param name="Refines">Adds one bit to what earlier scans gave.</param>
/// <param name="Shift">Bits that later scans add.</param>
internal readonly record struct JpegScan(int First, int Last, bool Refines, int Shift)
{
    /// <summary>Decodes a block; false where a code does not exist.</summary>
    public bool Block(ref JpegBits bits, JpegComponent c, Span<short> block, ref int endRun)
    {
        if (First == 0 && !Direct(ref bits, c, block))
        {
            return false;
        }

        return Last == 0 || (Refines ? Refine(ref bits, c, block, ref endRun) : Alternating(ref bits, c, block, ref endRun));
    }

    private bool Direct(ref JpegBits bits, JpegComponent c, Span<short> block)
    {
        if (Refines)
        {
            block[0] |= (short)(bits.Read(1) << Shift);
            return true;
        }

        int size = c.Direct!.Read(ref bits);
        if (size is < 0 or > 15)
        {
            return false;
        }

        c.Prediction += bits.Signed(size);
        block[0] = (short)(c.Prediction << Shift);
        return true;
    }

    private bool Alternating(ref JpegBits bits, JpegComponent c, Span<short> block, ref int endRun)
    {
        if (endRun > 0)
        {
            endRun--;
            return true;
        }

        for (int k = Math.Max(1, First); k <= Last; k++)
        {
            int symbol = c.Alternating!.Read(ref bits), run = symbol >> 4, size = symbol & 15;
            if (symbol < 0)
            {
                return false;
            }

            if (size == 0 && run < 15)
            {
                endRun = (1 << run) - 1 + (run > 0 ? bits.Read(run) : 0);
                return true;
            }

            k += run;
            if (size > 0)
            {
                if (k > Last)
                {
                    return false;
                }

                block[JpegTransform.Zigzag[k]] = (short)(bits.Signed(size) << Shift);
            }
        }

        return true;
    }

    private bool Refine(ref JpegBits bits, JpegComponent c, Span<short> block, ref int endRun)
    {
        int k = Math.Max(1, First);
        for (; endRun == 0 && k <= Last; k++)
        {
            int symbol = c.Alternating!.Read(ref bits), run = symbol >> 4, size = symbol & 15;
            if (symbol < 0 || size > 1)
            {
                return false;
            }

            if (size == 0 && run < 15)
            {
                endRun = (1 << run) + (run > 0 ? bits.Read(run) : 0);
                break;
            }

            int value = size == 0 ? 0 : bits.Read(1) == 1 ? 1 << Shift : -1 << Shift;
            k = Skip(ref bits, block, k, run);
            if (value != 0 && k <= Last)
            {
                block[JpegTransform.Zigzag[k]] = (short)value;
            }
        }

        if (endRun > 0)
        {
            Skip(ref bits, block, k, int.MaxValue);
            endRun--;
        }

        return true;
    }

    /// <summary>Steps over zeros, so many of them, and gives each other coefficient on the way its next bit.</summary>
    private int Skip(ref JpegBits bits, Span<short> block, int k, int zeros)
    {
        for (; k <= Last; k++)
        {
            ref short value = ref block[JpegTransform.Zigzag[k]];
            if (value == 0)
            {
                if (zeros-- == 0)
                {
                    break;
                }
            }
            else if (bits.Read(1) == 1 && (Math.Abs((int)value) & (1 << Shift)) == 0)
            {
                value += (short)(value > 0 ? 1 << Shift : -1 << Shift);
            }
        }

        return k;
    }
}
