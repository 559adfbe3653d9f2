/* Depthwise convolution: an output channel reads one input channel. Outside the image lies zero. */
void lathe_depthwise_f32(const lathe_image_layer_f32 *layer, const float *x, float *y);
