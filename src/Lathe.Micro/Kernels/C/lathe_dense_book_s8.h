/* Fully connected layer or pointwise convolution whose rows have sixteen different weights. */
void lathe_dense_book_s8(const lathe_packed_layer_s8 *layer, const int8_t *x, int8_t *y);
