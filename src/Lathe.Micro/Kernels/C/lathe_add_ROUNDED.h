/* Sum of two tensors: both are brought to a common scale, added, and brought to the output's. The output may be the first. */
void lathe_add_ROUNDED(const lathe_pair *layer, const code_t *left, const code_t *right, code_t *y);
