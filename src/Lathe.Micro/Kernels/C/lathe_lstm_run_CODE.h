/* Runs the sequences; cell is room for the hidden units. */
void lathe_lstm_run_CODE(const lathe_lstm_CODE *layer, const code_t *x, int16_t *cell, code_t *y);
