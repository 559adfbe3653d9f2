/* Product of two tensors. The output may be the first. */
void lathe_multiply_ROUNDED(const lathe_pair *layer, const code_t *left, const code_t *right, code_t *y);
