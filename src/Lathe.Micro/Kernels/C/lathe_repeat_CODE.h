/* Enlarges an image by repeating rows and columns. */
void lathe_repeat_CODE(const lathe_repeat *layer, const code_t *x, code_t *y);
