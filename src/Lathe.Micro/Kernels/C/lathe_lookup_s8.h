/* A function of one code as a table of 256 results, that of code -128 first. The output may be the input. */
void lathe_lookup_s8(const int8_t *table, int32_t count, const int8_t *x, int8_t *y);
