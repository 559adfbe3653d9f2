/* Copies rows of codes to places a stride apart. */
void lathe_place_CODE(int32_t rows, int32_t length, int32_t stride, const code_t *x, code_t *y);
