/* Transposed convolution: strides lie between input pixels, padding is cut off the output. */
void lathe_transposed_conv_f32(const lathe_image_layer_f32 *layer, const float *x, float *y);
