/* Convolution in one group with packed weights, columns not dilated; room holds the codes of two places, and biases the zero point's share. */
void lathe_patches_blocks_s8(const lathe_image_layer_s8 *layer, const int8_t *x, int16_t *room, int8_t *y);
