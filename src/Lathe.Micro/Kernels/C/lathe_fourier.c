/* Exchanges numbers whose places have each other's bits in reverse. */
static void lathe_fourier_reorder(int32_t size, int32_t *re, int32_t *im)
{
    uint32_t other = 0U;

    for (uint32_t i = 1U; i < (uint32_t)size; i++)
    {
        uint32_t bit = (uint32_t)size >> 1;

        while ((other & bit) != 0U)
        {
            other ^= bit;
            bit >>= 1;
        }

        other ^= bit;

        if (i < other)
        {
            const int32_t real = re[i];
            const int32_t imaginary = im[i];

            re[i] = re[other];
            im[i] = im[other];
            re[other] = real;
            im[other] = imaginary;
        }
    }
}

/* The discrete Fourier transform of numbers up to 2^30 in place, halved at every stage: the result is divided by the size. */
static void lathe_fourier(int32_t size, const int32_t *cosines, int32_t *re, int32_t *im)
{
    const int32_t quarter = size / 4;

    lathe_fourier_reorder(size, re, im);

    for (int32_t length = 2; length <= size; length *= 2)
    {
        const int32_t half = length / 2;

        for (int32_t k = 0; k < half; k++)
        {
            const int32_t turn = k * (size / length);
            const int64_t c = cosines[turn];
            const int64_t s = cosines[(turn < quarter) ? (quarter - turn) : (turn - quarter)];

            for (int32_t a = k; a < size; a += length)
            {
                const int32_t b = a + half;
                const int32_t odd_re = (int32_t)(((re[b] * c) + (im[b] * s) + ((int64_t)1 << 30)) >> 31);
                const int32_t odd_im = (int32_t)(((im[b] * c) - (re[b] * s) + ((int64_t)1 << 30)) >> 31);
                const int32_t even_re = re[a] >> 1;
                const int32_t even_im = im[a] >> 1;

                re[a] = even_re + odd_re;
                im[a] = even_im + odd_im;
                re[b] = even_re - odd_re;
                im[b] = even_im - odd_im;
            }
        }
    }
}
