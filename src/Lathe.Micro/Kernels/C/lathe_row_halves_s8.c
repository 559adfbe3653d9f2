/* Adds the products of two of every four codes to a sum; gives the weights behind the row. */
static const uint8_t *lathe_row_halves_s8(const uint8_t *weights, int32_t inputs, const int8_t *x, int32_t *sum)
{
    const uint8_t *group = weights;
    const int8_t *codes = x;
    int32_t total = *sum;

    for (int32_t i = 0; i < inputs; i += 8)
    {
        const uint32_t places = group[0];

        total += codes[places & 3U] * (int8_t)group[1];
        total += codes[(places >> 2) & 3U] * (int8_t)group[2];
        total += codes[4U + ((places >> 4) & 3U)] * (int8_t)group[3];
        total += codes[4U + (places >> 6)] * (int8_t)group[4];
        codes = &codes[8];
        group = &group[5];
    }

    *sum = total;

    return group;
}
