/* Average pooling; padding does not count, and a half rounds away from zero. */
void lathe_average_pool_CODE(const lathe_pool *layer, const code_t *x, code_t *y);
