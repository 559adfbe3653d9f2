/* A unidirectional LSTM; its state starts at zero in every run. */
typedef struct
{
    int32_t batches;
    int32_t steps;
    int32_t inputs;
    int32_t hidden;
    int32_t batch_stride; /* rows from one sequence to the next */
    int32_t step_stride;  /* rows from one step to the next */
    lathe_lstm_gate_CODE forget_gate;
    lathe_lstm_gate_CODE input_gate;
    lathe_lstm_gate_CODE cell_gate;
    lathe_lstm_gate_CODE output_gate;
    int32_t input_offset; /* minus the input's zero point */
    int32_t output_zero;
    int32_t forget_multiplier;
    int32_t forget_shift;
    int32_t write_multiplier;
    int32_t write_shift;
    int32_t output_multiplier;
    int32_t output_shift;
    int32_t cell_clip;
    int32_t cell_shift;
} lathe_lstm_CODE;
