/* Softmax of rows. The output may be the input. */
void lathe_softmax_f32(int32_t rows, int32_t width, const float *x, float *y);
