/* Puts one value around a tensor. */
void lathe_pad_CODE(const lathe_pad *layer, code_t code, const code_t *x, code_t *y);
