void lathe_cepstrum_clip(const lathe_cepstrum *layer, const int16_t *samples, int32_t count, int32_t *room, int8_t *codes)
{
    for (int32_t frame = 0; frame < layer->frames; frame++)
    {
        const int32_t start = frame * layer->hop;
        const int32_t left = (start < count) ? (count - start) : 0;

        lathe_cepstrum_frame(layer, &samples[(left > 0) ? start : 0], left, room, &codes[frame * layer->coefficients]);
    }
}
