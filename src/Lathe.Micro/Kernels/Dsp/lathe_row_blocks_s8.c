/* Adds the products of a row's blocks of four and the codes of two places, one so far behind the other, to two sums; gives the weights behind the row. */
static const uint8_t *lathe_row_blocks_s8(const uint8_t *weights, const int8_t *x, int32_t behind, int32_t sums[2])
{
    const int32_t count = (int32_t)weights[0] + ((int32_t)weights[1] * 256);
    const uint8_t *block = &weights[2];
    const uint8_t *const end = &block[5 * count];
    const int8_t *codes = x;
    int32_t a = sums[0];
    int32_t b = sums[1];

    while (block != end)
    {
        const uint32_t taps = lathe_load_word((const int8_t *)&block[1]);
        const int16x2_t even = __sxtb16((int8x4_t)taps);
        const int16x2_t odd = lathe_odd_codes(taps);

        codes = &codes[4 * (int32_t)block[0]];

        const uint32_t left = lathe_load_word(codes);
        const uint32_t right = lathe_load_word(&codes[behind]);

        a = __smlad(even, __sxtb16((int8x4_t)left), a);
        b = __smlad(even, __sxtb16((int8x4_t)right), b);
        a = __smlad(odd, lathe_odd_codes(left), a);
        b = __smlad(odd, lathe_odd_codes(right), b);
        block = &block[5];
    }

    sums[0] = a;
    sums[1] = b;

    return block;
}
