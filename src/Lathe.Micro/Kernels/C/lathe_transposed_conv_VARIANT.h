/* Transposed convolution: strides lie between input pixels, padding is cut off the output. */
void lathe_transposed_conv_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y);
