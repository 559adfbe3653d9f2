/* Means over windows. */
void lathe_mean_ROUNDED(const lathe_mean *layer, const code_t *x, code_t *y);
