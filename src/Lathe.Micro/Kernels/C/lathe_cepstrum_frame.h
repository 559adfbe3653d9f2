/* The codes of one frame; samples that are missing at its end are zeros. Room is twice the transform's size and the bands. */
void lathe_cepstrum_frame(const lathe_cepstrum *layer, const int16_t *samples, int32_t count, int32_t *room, int8_t *codes);
