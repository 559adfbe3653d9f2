/* Convolution in one group, columns not dilated, factors below a half; room holds two places' codes in 16 bits and one place's in 8. Outside the image lies the zero point. */
void lathe_conv_blocks_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int16_t *room, int8_t *y);
