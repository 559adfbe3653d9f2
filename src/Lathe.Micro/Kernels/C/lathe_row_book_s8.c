/* Adds the products of weights out of a row's sixteen codes to a sum; gives the weights behind the row. */
static const uint8_t *lathe_row_book_s8(const uint8_t *weights, int32_t inputs, const int8_t *x, int32_t *sum)
{
    const uint8_t *book = weights;
    const uint8_t *places = &weights[16];
    int32_t total = *sum;

    for (int32_t i = 0; i < inputs; i += 2)
    {
        const uint32_t both = *places;

        total += x[i] * (int8_t)book[both & 15U];
        total += x[i + 1] * (int8_t)book[both >> 4];
        places = &places[1];
    }

    *sum = total;

    return places;
}
