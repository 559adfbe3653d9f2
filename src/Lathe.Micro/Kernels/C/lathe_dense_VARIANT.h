/* Fully connected layer. */
void lathe_dense_VARIANT(const lathe_dense_layer_CODE *layer, const code_t *x, code_t *y);
