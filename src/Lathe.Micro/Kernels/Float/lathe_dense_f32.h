/* Fully connected layer. */
void lathe_dense_f32(const lathe_dense_layer_f32 *layer, const float *x, float *y);
