namespace Lathe.Runtime.FrontEnds;

/// <summary>The discrete Fourier transform of 32-bit numbers up to 2^30 in place, halved at every stage: the result is divided by the size.</summary>
internal static class FixedPointFourier
{
    private const int ProductBits = 31;

    public static void Transform(Span<int> re, Span<int> im, ReadOnlySpan<int> cosines)
    {
        Reorder(re, im);
        for (int length = 2; length <= re.Length; length <<= 1)
        {
            int half = length / 2, stride = re.Length / length;
            for (int k = 0; k < half; k++)
            {
                int turn = k * stride, quarter = re.Length / 4;
                long c = cosines[turn], s = turn < quarter ? cosines[quarter - turn] : cosines[turn - quarter];
                for (int a = k; a < re.Length; a += length)
                {
                    int b = a + half;

                    // The odd part times the root of unity, halved.
                    int oddRe = (int)(((re[b] * c) + (im[b] * s) + (1L << (ProductBits - 1))) >> ProductBits);
                    int oddIm = (int)(((im[b] * c) - (re[b] * s) + (1L << (ProductBits - 1))) >> ProductBits);
                    int evenRe = re[a] >> 1, evenIm = im[a] >> 1;
                    (re[a], im[a], re[b], im[b]) = (evenRe + oddRe, evenIm + oddIm, evenRe - oddRe, evenIm - oddIm);
                }
            }
        }
    }

    private static void Reorder(Span<int> re, Span<int> im)
    {
        for (int i = 1, j = 0; i < re.Length; i++)
        {
            int bit = re.Length >> 1;
            for (; (j & bit) != 0; bit >>= 1)
            {
                j ^= bit;
            }

            j ^= bit;
            if (i < j)
            {
                (re[i], re[j], im[i], im[j]) = (re[j], re[i], im[j], im[i]);
            }
        }
    }
}
