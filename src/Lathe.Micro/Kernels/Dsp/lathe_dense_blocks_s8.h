/* Fully connected layer or pointwise convolution whose weights are blocks of four, those of zeros left out; a block meets two rows of codes at once. */
void lathe_dense_blocks_s8(const lathe_packed_layer_s8 *layer, const int8_t *x, int8_t *y);
