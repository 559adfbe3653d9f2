/* Two rows of weights times the same codes, added to two sums: four codes are widened once for both. */
static void lathe_dot_two_s8(const int8_t *x, const int8_t *const rows[2], int32_t count, int32_t offset, int32_t sums[2])
{
    const int16x2_t offsets = (int16x2_t)(((uint32_t)offset & 0xFFFFU) | ((uint32_t)offset << 16));
    const int8_t *codes = x;
    const int8_t *upper = rows[0];
    const int8_t *lower = rows[1];
    int32_t a = sums[0];
    int32_t b = sums[1];

    for (int32_t fours = count >> 2; fours > 0; fours--)
    {
        const uint32_t four = lathe_load_word(codes);
        const uint32_t upper_taps = lathe_load_word(upper);
        const uint32_t lower_taps = lathe_load_word(lower);
        const int16x2_t even = __sxtab16(offsets, (int8x4_t)four);
        const int16x2_t odd = lathe_odd_codes_plus(offsets, four);

        a = __smlad(__sxtb16((int8x4_t)upper_taps), even, a);
        b = __smlad(__sxtb16((int8x4_t)lower_taps), even, b);
        a = __smlad(lathe_odd_codes(upper_taps), odd, a);
        b = __smlad(lathe_odd_codes(lower_taps), odd, b);
        codes = &codes[4];
        upper = &upper[4];
        lower = &lower[4];
    }

    for (int32_t i = 0; i < (count & 3); i++)
    {
        a += (codes[i] + offset) * upper[i];
        b += (codes[i] + offset) * lower[i];
    }

    sums[0] = a;
    sums[1] = b;
}

/* What a zero point of the weights adds to every output: its share of the inputs. Weights of most networks have none. */
static int32_t lathe_dense_share_s8(const lathe_dense_layer_s8 *layer, const int8_t *x)
{
    int32_t sum = 0;

    for (int32_t i = 0; (i < layer->inputs) && (layer->weight_offset != 0); i++)
    {
        sum += (x[i] + layer->input_offset) * layer->weight_offset;
    }

    return sum;
}

void lathe_dense_s8(const lathe_dense_layer_s8 *layer, const int8_t *x, int8_t *y)
{
    for (int32_t batch = 0; batch < layer->batches; batch++)
    {
        const int8_t *const codes = &x[batch * layer->inputs];
        int8_t *const out = &y[batch * layer->outputs];
        const int32_t share = lathe_dense_share_s8(layer, codes);

        for (int32_t upper = 0; upper < layer->outputs; upper += 2)
        {
            /* An odd last output is computed twice. */
            const int32_t lower = ((upper + 1) < layer->outputs) ? (upper + 1) : upper;
            const int8_t *const rows[2] = {&layer->weights[upper * layer->inputs], &layer->weights[lower * layer->inputs]};
            int32_t sums[2] = {layer->bias[upper] + share, layer->bias[lower] + share};

            lathe_dot_two_s8(codes, rows, layer->inputs, layer->input_offset, sums);
            out[upper] = lathe_to_code_s8(sums[0], &layer->rescale, upper);
            out[lower] = lathe_to_code_s8(sums[1], &layer->rescale, lower);
        }
    }
}
