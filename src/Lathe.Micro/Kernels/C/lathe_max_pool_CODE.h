/* Maximum pooling; padding is never the largest. */
void lathe_max_pool_CODE(const lathe_pool *layer, const code_t *x, code_t *y);
