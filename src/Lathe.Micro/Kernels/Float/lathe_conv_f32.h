/* Convolution, in as many groups as the kernel's channels say. Outside the image lies zero. */
void lathe_conv_f32(const lathe_image_layer_f32 *layer, const float *x, float *y);
