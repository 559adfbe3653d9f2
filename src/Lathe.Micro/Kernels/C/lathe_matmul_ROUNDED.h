/* Products of matrices that are both computed. */
void lathe_matmul_ROUNDED(const lathe_matmul_layer *layer, const code_t *left, const code_t *right, code_t *y);
