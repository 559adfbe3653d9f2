/* Fully connected layer. */
void lathe_dense_s8(const lathe_dense_layer_s8 *layer, const int8_t *x, int8_t *y);
