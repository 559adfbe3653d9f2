/* Reorders dimensions. */
void lathe_transpose_CODE(const lathe_transpose *layer, const code_t *x, code_t *y);
