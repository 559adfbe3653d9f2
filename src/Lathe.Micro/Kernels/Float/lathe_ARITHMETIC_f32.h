/* WHAT of two tensors. The output may be the first. */
void lathe_ARITHMETIC_f32(const lathe_pair_layer_f32 *layer, const float *left, const float *right, float *y);
