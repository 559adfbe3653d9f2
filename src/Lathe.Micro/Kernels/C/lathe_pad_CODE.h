/* Puts codes around a tensor. */
void lathe_pad_CODE(const lathe_pad *layer, const code_t *x, code_t *y);
