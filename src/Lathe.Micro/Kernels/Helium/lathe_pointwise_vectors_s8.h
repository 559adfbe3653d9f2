/* Convolution of single pixels in one group, factors below a half; biases hold the zero point's share. */
void lathe_pointwise_vectors_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int8_t *y);
