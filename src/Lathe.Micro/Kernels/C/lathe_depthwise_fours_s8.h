/* Depthwise convolution, an input channel for each output channel, columns not dilated, factors below a half. Outside the image lies the zero point. */
void lathe_depthwise_fours_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int8_t *y);
