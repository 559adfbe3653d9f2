/* The codes of a clip, frame by frame; what is missing at its end is silence. */
void lathe_cepstrum_clip(const lathe_cepstrum *layer, const int16_t *samples, int32_t count, int32_t *room, int8_t *codes);
