/* Products of matrices that are both computed. */
void lathe_matmul_f32(const lathe_matmul_layer_f32 *layer, const float *left, const float *right, float *y);
