/* Convolution, in as many groups as the kernel's channels say. Outside the image lies the zero point. */
void lathe_conv_VARIANT(const lathe_image_layer_CODE *layer, const code_t *x, code_t *y);
