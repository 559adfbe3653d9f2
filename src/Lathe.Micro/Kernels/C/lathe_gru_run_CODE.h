/* Runs the sequences; state is room for the hidden units. */
void lathe_gru_run_CODE(const lathe_gru_CODE *layer, const code_t *x, int16_t *state, code_t *y);
