/* Maximum pooling; padding is never the largest. */
void lathe_max_pool_f32(const lathe_pool_layer_f32 *layer, const float *x, float *y);
