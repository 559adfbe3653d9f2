/* Where the largest code of each row stands, the first of several. */
void lathe_argmax_CODE(int32_t rows, int32_t width, const code_t *x, place_t *y);
