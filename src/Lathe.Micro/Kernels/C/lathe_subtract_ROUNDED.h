/* Difference of two tensors: both are brought to a common scale, the second is taken from the first, and the result brought to the output's. The output may be the first. */
void lathe_subtract_ROUNDED(const lathe_pair *layer, const code_t *left, const code_t *right, code_t *y);
