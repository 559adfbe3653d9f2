/* Puts samples under the window, scaled up as far as 2^30 allows, and gives the shift. */
static int32_t lathe_cepstrum_load(const lathe_cepstrum *layer, const int16_t *samples, int32_t count, int32_t *re, int32_t *im)
{
    int32_t largest = 0;
    int32_t shift = 0;

    for (int32_t i = 0; i < layer->size; i++)
    {
        re[i] = (i < count) ? (samples[i] * (int32_t)layer->window[i]) : 0;
        im[i] = 0;

        const int32_t size = (re[i] < 0) ? -re[i] : re[i];

        largest = (size > largest) ? size : largest;
    }

    while ((largest > 0) && (largest <= ((int32_t)0x40000000 >> (shift + 1))))
    {
        shift++;
    }

    for (int32_t i = 0; i < layer->size; i++)
    {
        re[i] = lathe_shift_left(re[i], shift);
    }

    return shift;
}

/* The logarithm of a band's energy to base 2, 16 fraction bits. */
static int32_t lathe_cepstrum_level(const lathe_cepstrum *layer, int32_t first, int32_t count, const uint16_t *weights, const int32_t *room, int32_t offset)
{
    const int32_t *re = &room[first];
    const int32_t *im = &room[layer->size + first];
    uint64_t energy = 0U;
    int32_t level = layer->floor;

    for (int32_t i = 0; i < count; i++)
    {
        const uint64_t power = (uint64_t)((int64_t)re[i] * re[i]) + (uint64_t)((int64_t)im[i] * im[i]);

        energy += weights[i] * (power >> 12);
    }

    if (energy > 0U)
    {
        const int32_t sound = lathe_logarithm(energy) + offset;

        level = (sound > level) ? sound : level;
    }

    return level;
}

void lathe_cepstrum_frame(const lathe_cepstrum *layer, const int16_t *samples, int32_t count, int32_t *room, int8_t *codes)
{
    const int32_t present = (count < layer->frame) ? count : layer->frame;
    const int32_t shift = lathe_cepstrum_load(layer, samples, present, room, &room[layer->size]);
    int32_t *const levels = &room[2 * layer->size];
    const uint16_t *weights = layer->filter_weights;

    lathe_fourier(layer->size, layer->cosines, room, &room[layer->size]);

    for (int32_t band = 0; band < layer->bands; band++)
    {
        levels[band] = lathe_cepstrum_level(layer, layer->filter_first[band], layer->filter_count[band], weights, room, (layer->stages - 63 - (2 * shift)) * 65536);
        weights = &weights[layer->filter_count[band]];
    }

    for (int32_t k = 0; k < layer->coefficients; k++)
    {
        const int16_t *row = &layer->transform[k * layer->bands];
        int64_t sum = (int64_t)1 << (layer->transform_bits - 1);

        for (int32_t band = 0; band < layer->bands; band++)
        {
            sum += (int64_t)row[band] * levels[band];
        }

        const int32_t level = (int32_t)(sum >> layer->transform_bits) + layer->bias[k];

        codes[k] = (int8_t)lathe_clamp(lathe_requantize(level, layer->multiplier[k], layer->shift[k]) + layer->zero, INT8_MIN, INT8_MAX);
    }
}
