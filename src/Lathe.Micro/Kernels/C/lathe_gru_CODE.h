/* A unidirectional GRU, its reset gate on what the last state's matrix gives; its state starts at zero in every run. */
typedef struct
{
    int32_t steps;
    int32_t batches;
    int32_t inputs;
    int32_t hidden;
    lathe_lstm_gate_CODE update_gate;
    lathe_lstm_gate_CODE reset_gate;
    lathe_lstm_gate_CODE candidate_gate;
    const sum_t *candidate_bias; /* beside the state */
    int32_t input_offset;        /* minus the input's zero point */
    int32_t output_zero;
    int32_t output_multiplier; /* from the state's 15 fraction bits to codes */
    int32_t output_shift;
} lathe_gru_CODE;
