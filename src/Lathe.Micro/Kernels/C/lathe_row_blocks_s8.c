/* Adds the products of a row's blocks of four to a sum; gives the weights behind the row. */
static const uint8_t *lathe_row_blocks_s8(const uint8_t *weights, const int8_t *x, int32_t *sum)
{
    const int32_t count = (int32_t)weights[0] + ((int32_t)weights[1] * 256);
    const uint8_t *block = &weights[2];
    const int8_t *codes = x;
    int32_t total = *sum;

    for (int32_t i = 0; i < count; i++)
    {
        codes = &codes[4 * (int32_t)block[0]];
        total += codes[0] * (int8_t)block[1];
        total += codes[1] * (int8_t)block[2];
        total += codes[2] * (int8_t)block[3];
        total += codes[3] * (int8_t)block[4];
        block = &block[5];
    }

    *sum = total;

    return block;
}
