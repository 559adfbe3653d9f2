/* Softmax of 8-bit codes. */
void lathe_softmax_s8_CODE(const lathe_softmax *layer, const int8_t *x, code_t *y);
