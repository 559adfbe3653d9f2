/* Depthwise convolution: an output channel reads one input channel. Outside the image lies the zero point. */
void lathe_depthwise_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y);
