/* Average pooling. */
void lathe_average_pool_f32(const lathe_pool_layer_f32 *layer, const float *x, float *y);
