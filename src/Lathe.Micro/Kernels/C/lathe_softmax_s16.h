/* Softmax of 16-bit codes. */
void lathe_softmax_s16(const lathe_softmax *layer, const int16_t *x, int16_t *y);
