/* Fully connected layer or pointwise convolution of whose weights two of every four are zero. */
void lathe_dense_halves_s8(const lathe_packed_layer_s8 *layer, const int8_t *x, int8_t *y);
